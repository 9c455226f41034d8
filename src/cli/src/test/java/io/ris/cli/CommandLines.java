package io.ris.cli;

import io.ris.cli.up.UpCommand;
import java.util.Map;
import picocli.CommandLine;

/** The product's command line for tests in other packages. */
public final class CommandLines {

    private CommandLines() {}

    public static CommandLine of(Console console, Map<String, String> environment, UpCommand up) {
        return Main.commandLine(console, environment, up);
    }
}
