package io.ris.hub.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.ris.settings.Setting;
import io.ris.settings.SettingTable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A key that can be set does something, and what the hub asks for can be set. */
class SettingsAreReadTest {

    private static final Pattern INJECTED = Pattern.compile("@ConfigProperty\\(\\s*name = \"([^\"]+)\"");
    private static final Pattern CONSTANT = Pattern.compile("\\b(\\w+Settings\\.[A-Z][A-Z_]+)\\b");

    /** What `ris up` tells its hub beside the settings. */
    private static final Set<String> VARIABLES_OF_THE_LAUNCHER =
            Set.of("LIBERTY_METRICS_PORT", "RIS_LOCAL_AGENT_TOKEN_FILE");

    /** Keys of which one value alone is possible, so that there is nothing to read. */
    private static final Set<String> OF_ONE_VALUE = Set.of(
            "server.tls.enabled",
            "authorization.rbac.enabled",
            "multi_tenant.tenant_isolation",
            "security.encryption.data_at_rest.enabled",
            "security.encryption.data_at_rest.algorithm");

    private final Set<String> injected = found(INJECTED, Path.of("src", "main", "java"));
    private final Set<String> constants = found(CONSTANT, Path.of("..", "cli", "src", "main", "java"));

    @Test
    void everySettingThatIsNotReservedIsRead() {
        assertThat(keys(false)).isNotEmpty();
        Set<String> unread = new HashSet<>(keys(false));
        unread.removeAll(injected);
        unread.removeAll(readByConstant());
        unread.removeAll(OF_ONE_VALUE);
        assertThat(unread).as("settings that nothing reads").isEmpty();
    }

    @Test
    void noReservedSettingIsRead() {
        assertThat(injected).doesNotContainAnyElementsOf(keys(true));
        assertThat(readByConstant()).doesNotContainAnyElementsOf(keys(true));
    }

    @Test
    void everythingTheHubAsksForCanBeSet() {
        Set<String> unknown = new HashSet<>(injected);
        unknown.removeAll(keys(false));
        unknown.removeAll(VARIABLES_OF_THE_LAUNCHER);
        assertThat(unknown).as("settings that nobody can set").isEmpty();
    }

    private static Set<String> keys(boolean reserved) {
        return SettingTable.all().stream()
                .filter(setting -> setting.reserved() == reserved)
                .map(Setting::key)
                .collect(Collectors.toSet());
    }

    private Set<String> readByConstant() {
        return constantNames().entrySet().stream()
                .filter(name -> constants.contains(name.getKey()))
                .map(Map.Entry::getValue)
                .collect(Collectors.toSet());
    }

    /** The keys by the names of their constants, such as {@code ServerSettings.PORT}. */
    private static Map<String, String> constantNames() {
        Map<String, String> names = new TreeMap<>();
        new ClassFileImporter()
                .importPackagesOf(SettingTable.class).stream()
                        .filter(type -> type.getSimpleName().endsWith("Settings"))
                        .flatMap(type -> Stream.of(type.reflect().getDeclaredFields()))
                        .filter(field -> Modifier.isPublic(field.getModifiers()) && field.getType() == Setting.class)
                        .forEach(field -> names.put(
                                field.getDeclaringClass().getSimpleName() + "." + field.getName(), key(field)));
        return names;
    }

    private static String key(Field constant) {
        try {
            return ((Setting<?>) constant.get(null)).key();
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Set<String> found(Pattern pattern, Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .flatMap(file -> pattern.matcher(read(file)).results())
                    .map((MatchResult match) -> match.group(1))
                    .collect(Collectors.toSet());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
