package io.ris.agent.execution;

import io.ris.agent.policy.RefusedException;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A user of this machine, wherever the machine keeps its users.
 *
 * @param home the home directory, which need not exist
 */
record Account(String name, long uid, long gid, Path home) {

    /** {@code passwd(5)}: name, password, uid, gid, comment, home, shell. */
    private static final int FIELDS = 7;

    private static final long LIMIT_SECONDS = 5;

    /** @throws RefusedException if there is no such user, or whoever knows does not answer */
    static Account require(String name) throws RefusedException, IOException {
        Path note = Files.createTempFile("ris-user", null);
        try {
            Process lookup = new ProcessBuilder("getent", "passwd", name)
                    .redirectInput(Redirect.from(Path.of("/dev/null").toFile()))
                    .redirectOutput(note.toFile())
                    .redirectError(Redirect.DISCARD)
                    .start();
            if (!lookup.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                lookup.destroyForcibly();
                throw new RefusedException("unknown_user", "the machine does not say who " + name + " is");
            }
            return parse(name, Files.readString(note, StandardCharsets.UTF_8))
                    .orElseThrow(() -> new RefusedException("unknown_user", "there is no user " + name + " here"));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } finally {
            Files.delete(note);
        }
    }

    static Optional<Account> parse(String name, String line) {
        String[] fields = line.strip().split(":", -1);
        if (fields.length != FIELDS || !fields[0].equals(name)) {
            return Optional.empty();
        }
        return Optional.of(new Account(name, Long.parseLong(fields[2]), Long.parseLong(fields[3]), Path.of(fields[5])));
    }

    /** Where a command of this user runs that names no directory. */
    Path directory() {
        return home.isAbsolute() && Files.isDirectory(home) ? home : Path.of("/");
    }
}
