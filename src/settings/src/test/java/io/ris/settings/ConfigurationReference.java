package io.ris.settings;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The table as a document for people. */
final class ConfigurationReference {

    private static final String INTRODUCTION = """
            # Configuration

            This file is generated from the table in `src/settings`; change it there.

            A value comes from the environment, else from the file, else it is the default.

            - **File**: one JSON object. `CONFIG_PATH` names it; without that, `/app/config/config.json` is read if it exists.
              A key `server.port` is written `{"server": {"port": 8057}}`.
            - **Environment**: the variables below; an empty one counts as absent. A secret may also come from a file: append `_FILE`
              to any of its variables and give the path.
            - **Durations** have units: `500ms`, `30s`, `10m`, `24h`, `7d`, `1h30m`. **Sizes** too, in powers of 1024: `512KB`, `100MB`.
              **Lists** are JSON arrays in the file, separated by commas in a variable.
            - Unknown keys, unknown `RIS_*` variables, wrong types, impossible values and a setting given under two names stop the start, with
              one line each. `./ris config validate` says the same without starting; `./ris config list` shows the values in force.
            - **Live** keys need no restart: a running hub looks at the file every 2 s. A file that is not valid changes nothing,
              and the hub's log says why. What a variable sets stays as it is.
            - **Reserved** keys are accepted and validated; what they configure is not built yet.
            - `RIS_ENV=production` also refuses to start without a MongoDB server, TLS files and a master key from outside the data
              directory.
            """;

    String markdown() {
        StringBuilder document = new StringBuilder(INTRODUCTION);
        sections().forEach((section, settings) -> {
            document.append("\n## ").append(section).append("\n\n");
            document.append("| Key | Environment | Type | Default | Effect | Status |\n|---|---|---|---|---|---|\n");
            settings.forEach(setting -> document.append(row(setting)));
        });
        document.append(aliases()).append(otherVariables());
        return document.toString();
    }

    private static Map<String, List<Setting<?>>> sections() {
        Map<String, List<Setting<?>>> result = new TreeMap<>();
        for (Setting<?> setting : SettingTable.all()) {
            int dot = setting.key().indexOf('.');
            String section = dot < 0 ? "(no section)" : setting.key().substring(0, dot);
            result.computeIfAbsent(section, name -> new ArrayList<>()).add(setting);
        }
        return result;
    }

    private static String row(Setting<?> setting) {
        String variables = Stream.concat(Stream.of(setting.variable()), setting.variableAliases().stream())
                .map(name -> "`" + name + "`")
                .collect(Collectors.joining(", "));
        String note =
                setting.note().isEmpty() ? "" : " Our default differs from the one asked for: " + setting.note() + ".";
        String status = setting.reserved() ? "reserved" : setting.live() ? "live" : "used";
        return "| "
                + String.join(
                        " | ",
                        "`" + setting.key() + "`",
                        variables,
                        setting.allowed().replace("|", "\\|") + (setting.secret() ? "; secret" : ""),
                        setting.describeDefault(),
                        setting.effect() + note,
                        status)
                + " |\n";
    }

    private static String aliases() {
        StringBuilder text =
                new StringBuilder("\n## Other places in the file\n\n| Also accepted | Means |\n|---|---|\n");
        Map<String, String> rows = new TreeMap<>();
        for (Setting<?> setting : SettingTable.all()) {
            setting.fileAliases().forEach(alias -> rows.put(alias, setting.key()));
        }
        SettingTable.SECTION_ALIASES.forEach((alias, section) -> rows.put(alias + ".*", section + ".*"));
        rows.forEach((alias, key) ->
                text.append("| `").append(alias).append("` | `").append(key).append("` |\n"));
        return text.toString();
    }

    private static String otherVariables() {
        StringBuilder text =
                new StringBuilder("\n## Variables that are not settings\n\n| Variable | What it is |\n|---|---|\n");
        SettingTable.OTHER_VARIABLES.forEach((name, reason) ->
                text.append("| `").append(name).append("` | ").append(reason).append(" |\n"));
        text.append("| `RIS_*_SERVICE_HOST`, `RIS_*_PORT=tcp://...` and the like | set by Kubernetes for services"
                + " whose name starts with `ris-`; ignored |\n");
        return text.toString();
    }
}
