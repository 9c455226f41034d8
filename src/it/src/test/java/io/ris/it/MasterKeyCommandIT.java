package io.ris.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A hub whose master key a command prints, as the program of a key management service does. */
class MasterKeyCommandIT {

    private static final Duration LIMIT = Duration.ofMinutes(1);
    private static final String KEY = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
    private static final String COMMAND = "RIS_SECURITY_MASTER_KEY_COMMAND";
    private static final String PREVIOUS = "RIS_SECURITY_PREVIOUS_MASTER_KEYS_COMMAND";

    private final Path directory = Scratch.directory("key-command");
    private final Hub hub = Hub.withoutAgent();

    @AfterEach
    void stop() {
        hub.close();
        Scratch.delete(directory);
    }

    private String script(String name, String... lines) throws IOException {
        Path file = Files.writeString(directory.resolve(name), "#!/bin/sh\n" + String.join("\n", lines) + "\n");
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"))
                .toString();
    }

    @Test
    void movesFromAFileToAServiceAndLeavesNoKeyBehind() throws IOException {
        Path seen = directory.resolve("environment");
        Path file = hub.dataDir().resolve("master.key");
        hub.start();
        assertThat(hub.stop()).isZero();
        assertThat(file).exists();

        hub.with(
                        COMMAND,
                        script(
                                "service",
                                "env > " + seen,
                                "echo called >> " + directory.resolve("calls"),
                                "echo " + KEY))
                .with(PREVIOUS, script("previous", "cat '" + file + "'"))
                .start();
        hub.api().loggedIn(hub.password()).get("/auth/me").expect(200);
        assertThat(directory.resolve("calls")).content().hasLineCount(1);
        assertThat(Scratch.read(seen)).contains("PATH=").doesNotContain("LIBERTY_", "MONGODB_URI=");
        assertThat(hub.stop()).isZero();

        Files.delete(file);
        hub.with(PREVIOUS, "").start();
        hub.api().loggedIn(hub.password()).get("/auth/me").expect(200);
        assertThat(file).doesNotExist();
        assertThat(holding(hub.dataDir(), KEY)).isEmpty();
    }

    /** The files below a directory that hold a text. */
    private static List<Path> holding(Path directory, String text) {
        try (Stream<Path> tree = Files.walk(directory)) {
            return tree.filter(Files::isRegularFile)
                    .filter(file -> content(file).contains(text))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String content(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void doesNotStartWithoutItsServiceAndSaysWhy() throws IOException {
        hub.with(COMMAND, script("service", "echo " + KEY, "echo 'the seal is closed' >&2", "exit 2"));

        try (Program refused = hub.refusedStart()) {
            assertThat(refused.awaitExit(LIMIT)).isNotZero();
            assertThat(refused.stderr())
                    .contains("security.master_key_command: service ends with exit code 2: the seal is closed")
                    .doesNotContain("Exception", KEY);
        }
        assertThat(hub.dataDir().resolve("master.key")).doesNotExist();
        assertThat(holding(hub.dataDir(), KEY)).isEmpty();
    }
}
