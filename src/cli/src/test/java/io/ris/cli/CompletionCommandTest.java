package io.ris.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ris.cli.up.Programs;
import io.ris.cli.up.UpCommand;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script of {@code ris completion}, sourced by a bash that then completes. */
@Tag("process")
class CompletionCommandTest {

    @TempDir
    private Path directory;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int type(String... arguments) {
        Console console = new Console(new PrintWriter(out), new PrintWriter(err));
        UpCommand up = new UpCommand(
                console, Map.of(), Path.of(""), Programs.builtUnder(Path.of("")), new StopSignal(), Clock.systemUTC());
        return Main.commandLine(console, Map.of(), up)
                .setErr(new PrintWriter(err))
                .execute(arguments);
    }

    /** What bash offers for a line whose last word is begun. */
    private String completed(String... words) throws IOException, InterruptedException {
        assertThat(type("completion", "bash")).isZero();
        Path script = Files.writeString(directory.resolve("ris.bash"), out.toString());
        String bash =
                "source '" + script + "'; complete -p ris >/dev/null || exit 9; COMP_WORDS=(" + String.join(" ", words)
                        + "); COMP_CWORD=" + (words.length - 1) + "; _complete_ris; printf '%s\\n' \"${COMPREPLY[@]}\"";
        Process process = new ProcessBuilder("bash", "--norc", "-c", bash)
                .redirectError(ProcessBuilder.Redirect.DISCARD) // compopt works in a terminal only
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(said).isZero();
        return said;
    }

    @Test
    void completesACommand() throws Exception {
        assertThat(completed("ris", "conf").strip()).isEqualTo("config");
    }

    @Test
    void completesASubcommandAfterThePathOfTheLauncher() throws Exception {
        assertThat(completed("./ris", "config", "va").strip()).isEqualTo("validate");
    }

    @Test
    void completesAnOption() throws Exception {
        assertThat(completed("ris", "up", "--no-a").strip()).isEqualTo("--no-agent");
    }

    @Test
    void completesTheCommandsOfTheLauncherItself() throws Exception {
        assertThat(completed("ris", "be").strip()).isEqualTo("bench");
    }

    @Test
    void refusesAShellThatItDoesNotKnow() {
        assertThat(type("completion", "fish")).isEqualTo(ExitCode.BAD_CONFIGURATION);
        assertThat(err.toString()).contains("bash or zsh");
    }
}
