package io.ris.settings;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads environment variables against the table. Empty ones count as absent. */
final class EnvironmentVariables {

    static final String PREFIX = "RIS_";
    private static final String FILE_SUFFIX = "_FILE";

    /** What Kubernetes puts into every container for a service whose name starts with {@code ris-}. */
    private static final Pattern SERVICE_LINK_NAME =
            Pattern.compile("RIS_(.*_)?(SERVICE_HOST|SERVICE_PORT(_.*)?|PORT_\\d+_(TCP|UDP)(_(PROTO|PORT|ADDR))?)");

    private static final Pattern SERVICE_LINK_VALUE = Pattern.compile("(tcp|udp)://.*");

    private final List<GivenValue> values = new ArrayList<>();
    private final List<Problem> problems;

    private EnvironmentVariables(List<Problem> problems) {
        this.problems = problems;
    }

    static List<GivenValue> read(Map<String, String> environment, List<Problem> problems) {
        EnvironmentVariables reading = new EnvironmentVariables(problems);
        new TreeMap<>(environment).forEach(reading::read);
        return reading.values;
    }

    /** The same variables, with every path made absolute: for a process in another working directory. */
    static Map<String, String> withAbsolutePaths(Map<String, String> environment) {
        Map<String, String> result = new TreeMap<>(environment);
        result.replaceAll((name, text) -> namesFile(name) && !text.isBlank()
                ? Path.of(text).toAbsolutePath().toString()
                : text);
        return result;
    }

    private static boolean namesFile(String name) {
        Setting<?> setting = SettingTable.byVariable(name);
        boolean path = setting != null && setting.type() == ValueType.PATH;
        return path || name.equals(SettingTable.FILE_VARIABLE) || secretByFileVariable(name) != null;
    }

    private void read(String name, String text) {
        if (text.isBlank() || SettingTable.OTHER_VARIABLES.containsKey(name) || isServiceLink(name, text)) {
            return;
        }
        Setting<?> setting = SettingTable.byVariable(name);
        if (setting != null) {
            add(setting, name, text);
            return;
        }
        Setting<?> secret = secretByFileVariable(name);
        if (secret != null) {
            readSecret(secret, name, text);
        } else if (name.startsWith(PREFIX)) {
            problems.add(new Problem(
                    name,
                    "is not a known variable" + Suggestion.forName(name, SettingTable.variables()),
                    new Origin.EnvironmentVariable(name)));
        }
    }

    private static @Nullable Setting<?> secretByFileVariable(String name) {
        if (!name.endsWith(FILE_SUFFIX)) {
            return null;
        }
        Setting<?> setting = SettingTable.byVariable(name.substring(0, name.length() - FILE_SUFFIX.length()));
        return setting != null && setting.secret() ? setting : null;
    }

    private void readSecret(Setting<?> setting, String name, String file) {
        try {
            String text = Files.readString(Path.of(file)).strip();
            if (text.isEmpty()) {
                problems.add(new Problem(
                        setting.key(), "the file " + file + " is empty", new Origin.EnvironmentVariable(name)));
                return;
            }
            add(setting, name, text);
        } catch (IOException | IllegalArgumentException e) {
            problems.add(
                    new Problem(setting.key(), "cannot read the file " + file, new Origin.EnvironmentVariable(name)));
        }
    }

    private void add(Setting<?> setting, String name, String text) {
        values.add(new GivenValue(setting, name, new RawValue.Variable(text), new Origin.EnvironmentVariable(name)));
    }

    private static boolean isServiceLink(String name, String text) {
        if (!name.startsWith(PREFIX)) {
            return false;
        }
        return SERVICE_LINK_NAME.matcher(name).matches()
                || (name.endsWith("_PORT") && SERVICE_LINK_VALUE.matcher(text).matches());
    }
}
