package io.ris.hub.platform.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.ris.hub.testing.CapturedLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.logging.Level;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real commands, with all that may go wrong with them. */
@Tag("process")
class KeyCommandTest {

    private static final String SETTING = "security.master_key_command";
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final String KEY = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

    @TempDir
    Path directory;

    private final CapturedLog log = new CapturedLog(KeyCommand.class);

    @AfterEach
    void closeLog() {
        log.close();
    }

    private String script(String... lines) throws IOException {
        Path file = Files.writeString(directory.resolve("key.sh"), "#!/bin/sh\n" + String.join("\n", lines) + "\n");
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"))
                .toString();
    }

    private static String output(String command) {
        return new KeyCommand(SETTING, command, LONG).output();
    }

    /** The one line that says why a command is no good, also in the log. */
    private String refusal(String command, Duration timeout) {
        KeyCommand run = new KeyCommand(SETTING, command, timeout);
        String message =
                catchThrowableOfType(IllegalStateException.class, run::output).getMessage();
        assertThat(log.messages(Level.SEVERE)).isEqualTo(List.of(message));
        assertThat(message).startsWith("ris: " + SETTING + ": ").doesNotContain("\n", KEY);
        return message;
    }

    @Test
    void takesWhatIsPrinted() throws IOException {
        assertThat(output(script("echo " + KEY))).isEqualTo(KEY + "\n");
    }

    @Test
    void findsAProgramInThePath() {
        assertThat(output("printf %s " + KEY)).isEqualTo(KEY);
    }

    @Test
    void asksNoShell() {
        assertThat(output("printf %s| '$HOME; `id`' \"*\" > a|b &&")).isEqualTo("$HOME; `id`|*|>|a|b|&&|");
    }

    @Test
    void givesItNothingToRead() {
        assertThat(refusal("cat", LONG)).endsWith("cat prints nothing");
    }

    @Test
    void isNotHeldUpByWhatIsSaidBesides() throws IOException {
        assertThat(output(script("head -c 1000000 /dev/zero >&2", "echo " + KEY)))
                .isEqualTo(KEY + "\n");
    }

    @Test
    void refusesACommandThatFailsAndSaysWhatItComplainsOf() throws IOException {
        assertThat(refusal(script("echo " + KEY, "echo 'permission denied:\n  ask Anna' >&2", "exit 7"), LONG))
                .endsWith(": key.sh ends with exit code 7: permission denied: ask Anna");
    }

    @Test
    void showsNoKeyThatACommandComplainsWith() throws IOException {
        assertThat(refusal(script("echo 'cannot store " + KEY + " anywhere' >&2", "exit 1"), LONG))
                .endsWith("exit code 1: cannot store *** anywhere");
    }

    @Test
    void showsTheBeginningOfALongComplaintOnly() throws IOException {
        assertThat(refusal(script("yes no | head -n 100000 >&2", "exit 1"), LONG))
                .hasSizeLessThan(500);
    }

    @Test
    void refusesACommandThatHangsAndEndsItWithAllThatItStarted() throws IOException {
        Path children = directory.resolve("children");
        String hanging = script("sleep 1000 &", "echo $$ $! > " + children, "wait");

        assertThat(refusal(hanging, Duration.ofSeconds(2))).endsWith("key.sh has not ended after 2 s");

        for (String pid : Files.readString(children).strip().split(" ", -1)) {
            await("end of process " + pid).until(() -> ProcessHandle.of(Long.parseLong(pid))
                    .filter(ProcessHandle::isAlive)
                    .isEmpty());
        }
    }

    @Test
    void refusesACommandThatPrintsWithoutEnd() {
        assertThat(refusal("yes", LONG)).endsWith("yes prints more than 4096 bytes");
    }

    @Test
    void refusesAProgramThatIsNotThere() {
        assertThat(refusal("/no/such/program " + KEY, LONG)).contains("program cannot be started");
    }
}
