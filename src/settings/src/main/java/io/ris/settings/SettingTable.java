package io.ris.settings;

import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Every key there is, and every name by which it may be given. */
public final class SettingTable {

    /** Names the configuration file. */
    static final String FILE_VARIABLE = "CONFIG_PATH";

    /** Variables whose names look like settings but are not: they are accepted, with the reason. */
    static final Map<String, String> OTHER_VARIABLES = new TreeMap<>(Map.of(
            FILE_VARIABLE,
            "names the configuration file itself",
            "RIS_BUILD",
            "read by the launcher: `never` runs what is built already, whatever its age",
            "RIS_JAVA_HOME",
            "read by the launcher, which chooses the JDK before any configuration is read",
            "RIS_AGENT_TOKEN",
            "read by an agent, which has no part in the hub's configuration",
            "RIS_LOCAL_AGENT_TOKEN_FILE",
            "set by `ris up` for its hub: where the token that enrols the local agent is written"));

    /** Sections that may also stand elsewhere in the file: the requirement's own text leaves their place open. */
    static final Map<String, String> SECTION_ALIASES = new TreeMap<>(Map.of(
            "session", "authentication.session",
            "ldap", "authentication.ldap",
            "audit_log", "logging.audit_log",
            "security.audit_log", "logging.audit_log",
            "security.monitoring", "monitoring",
            "security.logging", "logging"));

    private static final List<Setting<?>> SETTINGS = Stream.of(
                    ServerSettings.ALL,
                    EdgeSettings.ALL,
                    DatabaseSettings.ALL,
                    RedisSettings.ALL,
                    IdentitySettings.ALL,
                    TenantSettings.ALL,
                    EncryptionSettings.ALL,
                    AuditSettings.ALL,
                    DirectorySettings.ALL,
                    SignOnSettings.ALL,
                    TaskSettings.ALL,
                    FleetSettings.ALL,
                    MonitoringSettings.ALL,
                    OperationSettings.ALL,
                    AlertSettings.ALL,
                    WebhookSettings.ALL,
                    ReservedSettings.ALL)
            .flatMap(List::stream)
            .sorted(Comparator.<Setting<?>, Boolean>comparing(
                            setting -> setting.key().contains("."))
                    .thenComparing(Setting::key))
            .toList();

    private static final Map<String, Setting<?>> BY_FILE_KEY = byFileKey();
    private static final Map<String, Setting<?>> BY_VARIABLE = byVariable();

    private SettingTable() {}

    /** The table, by key, what has no section first. */
    public static List<Setting<?>> all() {
        return SETTINGS;
    }

    /** The setting with a canonical key. */
    public static Optional<Setting<?>> find(String key) {
        return SETTINGS.stream().filter(setting -> setting.key().equals(key)).findFirst();
    }

    static @Nullable Setting<?> byFileKey(String key) {
        return BY_FILE_KEY.get(key);
    }

    static @Nullable Setting<?> byVariable(String name) {
        return BY_VARIABLE.get(name);
    }

    /** The environment variables that hold secrets in the open. */
    public static Set<String> secretVariables() {
        return BY_VARIABLE.entrySet().stream()
                .filter(name -> name.getValue().secret())
                .map(Map.Entry::getKey)
                .collect(Collectors.toUnmodifiableSet());
    }

    static Collection<String> fileKeys() {
        return BY_FILE_KEY.keySet();
    }

    static Collection<String> variables() {
        return BY_VARIABLE.keySet();
    }

    static Set<String> sections() {
        Set<String> result = new TreeSet<>();
        for (String key : BY_FILE_KEY.keySet()) {
            for (int dot = key.indexOf('.'); dot > 0; dot = key.indexOf('.', dot + 1)) {
                result.add(key.substring(0, dot));
            }
        }
        return result;
    }

    static boolean isSection(String key) {
        return sections().contains(key);
    }

    private static Map<String, Setting<?>> byFileKey() {
        Map<String, Setting<?>> result = new HashMap<>();
        for (Setting<?> setting : SETTINGS) {
            addUnique(result, setting.key(), setting);
            setting.fileAliases().forEach(alias -> addUnique(result, alias, setting));
            SECTION_ALIASES.forEach((alias, section) -> {
                if (setting.key().startsWith(section + ".")) {
                    addUnique(result, alias + setting.key().substring(section.length()), setting);
                }
            });
        }
        return Collections.unmodifiableMap(result);
    }

    private static Map<String, Setting<?>> byVariable() {
        Map<String, Setting<?>> result = new HashMap<>();
        for (Setting<?> setting : SETTINGS) {
            addUnique(result, setting.variable(), setting);
            setting.variableAliases().forEach(alias -> addUnique(result, alias, setting));
        }
        return Collections.unmodifiableMap(result);
    }

    private static void addUnique(Map<String, Setting<?>> names, String name, Setting<?> setting) {
        if (names.put(name, setting) != null) {
            throw new IllegalStateException("two settings are named " + name);
        }
    }
}
