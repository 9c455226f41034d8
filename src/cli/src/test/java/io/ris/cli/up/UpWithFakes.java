package io.ris.cli.up;

import io.ris.cli.CommandLines;
import io.ris.cli.Console;
import io.ris.cli.StopSignal;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;

/** {@code ris up} as a process of its own, over the fakes. */
final class UpWithFakes {

    private UpWithFakes() {}

    public static void main(String[] args) {
        Console console = new Console(
                new PrintWriter(System.out, true, StandardCharsets.UTF_8),
                new PrintWriter(System.err, true, StandardCharsets.UTF_8));
        StopSignal stop = StopSignal.ofThisProcess();
        UpCommand up =
                new UpCommand(console, System.getenv(), Path.of(""), FakePrograms.programs(), stop, Clock.systemUTC());
        System.exit(CommandLines.of(console, System.getenv(), up).execute(args));
    }
}
