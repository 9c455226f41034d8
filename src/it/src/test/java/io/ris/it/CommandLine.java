package io.ris.it;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A person at a shell who runs {@code ./ris} with a configuration directory of their own. */
final class CommandLine implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofMinutes(2);

    private final Path configuration = Scratch.directory("config");

    /**
     * What a command came to.
     *
     * @param output standard output
     * @param errors standard error
     */
    record Outcome(int exitCode, String output, String errors) {}

    /** Starts a command; whoever asks for it ends it. */
    Program start(String... arguments) {
        return Program.ris(Map.of("XDG_CONFIG_HOME", configuration.toString()), List.of(arguments));
    }

    Outcome run(String... arguments) {
        try (Program program = start(arguments)) {
            int exitCode = program.awaitExit(LIMIT);
            return new Outcome(exitCode, program.stdout(), program.stderr());
        }
    }

    /** Logs in as the first administrator of a hub, with what {@code ris up} has left in its data directory. */
    Outcome login(Hub hub) {
        return run("login", "--data-dir", hub.dataDir().toString());
    }

    /** Where the login is kept. */
    Path loginFile() {
        return configuration.resolve("ris").resolve("login.json");
    }

    @Override
    public void close() {
        Scratch.delete(configuration);
    }
}
