package io.ris.cli.hub;

import io.ris.cli.Console;
import io.ris.cli.ExitCode;
import io.ris.cli.RefusedException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code ris logout}: ends the session, and forgets its token. */
@Command(name = "logout", mixinStandardHelpOptions = true, description = "Ends the login, at the hub too.")
public final class LogoutCommand implements Callable<Integer> {

    private final Console console;
    private final Hubs hubs;

    public LogoutCommand(Console console, Hubs hubs) {
        this.console = console;
        this.hubs = hubs;
    }

    @Override
    public Integer call() throws RefusedException {
        hubs.logout();
        console.result("logged out");
        return ExitCode.OK;
    }
}
