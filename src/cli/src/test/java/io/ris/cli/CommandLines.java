package io.ris.cli;

import io.ris.cli.tasks.Shell;
import io.ris.cli.up.Programs;
import io.ris.cli.up.UpCommand;
import java.nio.file.Path;
import java.util.Map;
import picocli.CommandLine;

/** The product's command line for tests in other packages. */
public final class CommandLines {

    private CommandLines() {}

    public static CommandLine of(Console console, Map<String, String> environment, UpCommand up) {
        return Main.commandLine(console, environment, up);
    }

    /** All commands that need a hub. */
    public static CommandLine at(Shell shell) {
        UpCommand up = new UpCommand(
                shell.console(),
                shell.environment(),
                Path.of(""),
                Programs.builtUnder(Path.of("")),
                shell.stop(),
                shell.clock());
        return Main.commandLine(
                shell.console(),
                shell.environment(),
                up,
                Main.commandsOfHub(shell).toArray());
    }
}
