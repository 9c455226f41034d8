package io.ris.cli;

import io.ris.settings.ServerSettings;
import io.ris.settings.Setting;
import io.ris.settings.SettingTable;
import io.ris.settings.Settings;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ris config}: checks and shows the configuration that environment and file give. */
@Command(
        name = "config",
        mixinStandardHelpOptions = true,
        description = "Checks and shows the configuration.",
        synopsisSubcommandLabel = "COMMAND")
final class ConfigCommand {

    private final Console console;
    private final Map<String, String> environment;

    private ConfigCommand(Console console, Map<String, String> environment) {
        this.console = console;
        this.environment = environment;
    }

    static CommandLine commandLine(Console console, Map<String, String> environment) {
        return new CommandLine(new ConfigCommand(console, environment));
    }

    @Command(name = "validate", description = "Says what is wrong with the configuration, one line each.")
    int validate() throws RefusedException {
        Settings settings = Configuration.load(environment);
        String file = Settings.file(environment).map(path -> "file " + path).orElse("no file");
        console.result("the configuration is valid: " + settings.get(ServerSettings.ENVIRONMENT) + ", " + file);
        return ExitCode.OK;
    }

    @Command(name = "list", description = "Shows the values in force and where they come from; secrets are masked.")
    int list(@Option(names = "--given", description = "Only what the environment or the file sets.") boolean givenOnly)
            throws RefusedException {
        Settings settings = Configuration.load(environment);
        for (Setting<?> setting : SettingTable.all()) {
            if (!givenOnly || settings.isGiven(setting)) {
                show(settings, setting);
            }
        }
        return ExitCode.OK;
    }

    private <T> void show(Settings settings, Setting<T> setting) {
        String value = settings.find(setting).map(setting::display).orElse("(unset)");
        console.result(setting.key() + " = " + value + "  (" + settings.origin(setting) + ")");
    }
}
