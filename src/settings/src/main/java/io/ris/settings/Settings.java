package io.ris.settings;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The configuration of one process, complete and consistent: environment over file over default. Immutable and safe for
 * use by several threads.
 */
public final class Settings {

    /** The file that is read when {@code CONFIG_PATH} names none and it exists. */
    static final Path DEFAULT_FILE = Path.of("/app/config/config.json");

    private record Value(Object value, Origin origin) {}

    private final Map<Setting<?>, Value> given;
    private final RuntimeEnvironment environment;
    private final boolean embeddedStore;

    private Settings(Map<Setting<?>, Value> given) {
        this.given = given;
        Value named = given.get(ServerSettings.ENVIRONMENT);
        this.environment = named == null ? RuntimeEnvironment.DEVELOPMENT : (RuntimeEnvironment) named.value();
        this.embeddedStore = !given.containsKey(DatabaseSettings.MONGODB_URI);
    }

    /**
     * Reads and validates everything.
     *
     * @param environment the process's environment variables
     * @throws InvalidSettingsException with every problem there is
     */
    public static Settings load(Map<String, String> environment) throws InvalidSettingsException {
        List<Problem> problems = new ArrayList<>();
        Map<Setting<?>, Value> given = new HashMap<>();
        Optional<Path> file = file(environment);
        if (file.isPresent()) {
            given.putAll(values(ConfigurationFile.read(file.get(), problems), problems));
        }
        given.putAll(values(EnvironmentVariables.read(environment, problems), problems));
        Settings settings = new Settings(given);
        CrossChecks.apply(settings, problems);
        if (!problems.isEmpty()) {
            throw new InvalidSettingsException(problems);
        }
        return settings;
    }

    /** The configuration file that {@link #load} reads with these environment variables. */
    public static Optional<Path> file(Map<String, String> environment) {
        String named = environment.getOrDefault(SettingTable.FILE_VARIABLE, "");
        if (!named.isBlank()) {
            return Optional.of(Path.of(named));
        }
        return Optional.of(DEFAULT_FILE).filter(Files::exists);
    }

    /**
     * The same environment with every path that the configuration takes from it made absolute, for a process that will
     * have another working directory.
     */
    public static Map<String, String> withAbsolutePaths(Map<String, String> environment) {
        return EnvironmentVariables.withAbsolutePaths(environment);
    }

    /**
     * The value in force.
     *
     * @throws NoSuchElementException if the setting has no default and is not set
     */
    public <T> T get(Setting<T> setting) {
        return find(setting).orElseThrow(() -> new NoSuchElementException(setting.key() + " is not set"));
    }

    /** The value in force, or empty for a setting that has no default and is not set. */
    public <T> Optional<T> find(Setting<T> setting) {
        Value value = given.get(setting);
        if (value == null) {
            return setting.defaultIn(environment, embeddedStore);
        }
        @SuppressWarnings("unchecked") // only what the setting's own type read is stored under it
        T own = (T) value.value();
        return Optional.of(own);
    }

    /** Whether environment or file set it, rather than a default. */
    public boolean isGiven(Setting<?> setting) {
        return given.containsKey(setting);
    }

    /** Where the value in force came from. */
    public Origin origin(Setting<?> setting) {
        Value value = given.get(setting);
        return value == null ? new Origin.Default() : value.origin();
    }

    /** Whether the store is the embedded one. */
    public boolean embeddedStore() {
        return embeddedStore;
    }

    /**
     * Every value in force by canonical key, as text for MicroProfile Config: durations in ISO 8601, sizes in bytes,
     * lists separated by commas. Unset settings are absent. Holds secrets in the clear.
     */
    public Map<String, String> asProperties() {
        Map<String, String> properties = new LinkedHashMap<>();
        for (Setting<?> setting : SettingTable.all()) {
            String text = text(setting);
            if (text != null) {
                // An unescaped ${...} would be expanded by MicroProfile Config.
                properties.put(setting.key(), text.replace("${", "\\${"));
            }
        }
        return Collections.unmodifiableMap(properties);
    }

    /** The settings whose values in force are others here than there. */
    public List<Setting<?>> differences(Settings other) {
        return SettingTable.all().stream()
                .filter(setting -> !find(setting).equals(other.find(setting)))
                .toList();
    }

    private <T> @Nullable String text(Setting<T> setting) {
        return find(setting).map(setting.type()::write).orElse(null);
    }

    private static Map<Setting<?>, Value> values(List<GivenValue> given, List<Problem> problems) {
        Map<Setting<?>, GivenValue> first = new HashMap<>();
        Map<Setting<?>, Value> values = new HashMap<>();
        for (GivenValue one : given) {
            GivenValue earlier = first.putIfAbsent(one.setting(), one);
            if (earlier == null) {
                read(one, values, problems);
            } else {
                problems.add(new Problem(
                        one.setting().key(),
                        "is given twice, as " + earlier.name() + " (" + earlier.origin() + ") and as " + one.name()
                                + "; keep one",
                        one.origin()));
            }
        }
        return values;
    }

    private static void read(GivenValue one, Map<Setting<?>, Value> values, List<Problem> problems) {
        Setting<?> setting = one.setting();
        try {
            values.put(setting, new Value(setting.read(one.raw()), one.origin()));
        } catch (BadValueException e) {
            String what = setting.secret() ? "the value is not possible" : e.getMessage();
            problems.add(new Problem(setting.key(), what + "; allowed: " + setting.allowed(), one.origin()));
        }
    }
}
