package io.ris.agent.execution;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Gives commands the default reaction to every signal although the agent was started with some ignored, as {@code nohup}
 * and background jobs of shells are: that is inherited through {@code exec}, and a POSIX shell cannot undo it.
 */
final class SignalDefaults {

    private static final Logger LOG = System.getLogger(SignalDefaults.class.getName());
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final String IGNORED = "SigIgn:";
    private static final List<String> RESET = List.of("env", "--default-signal");

    private SignalDefaults() {}

    /** What to put before a program's name and arguments; nothing where no signal is ignored. */
    static List<String> prefix() {
        try {
            if (!ignoresSignals(Files.readString(STATUS))) {
                return List.of();
            }
            if (succeeds(RESET)) {
                return RESET;
            }
            LOG.log(
                    Level.WARNING,
                    "the agent was started with ignored signals (nohup?), and env does not know --default-signal:"
                            + " commands ignore them too");
        } catch (IOException e) {
            LOG.log(Level.WARNING, "cannot tell which signals are ignored: commands may ignore some", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return List.of();
    }

    private static boolean ignoresSignals(String status) {
        return status.lines()
                .filter(line -> line.startsWith(IGNORED))
                .map(line -> new BigInteger(line.substring(IGNORED.length()).strip(), 16))
                .anyMatch(mask -> mask.signum() != 0);
    }

    /** Whether a program of this machine, which says nothing that matters, ends well. */
    static boolean succeeds(List<String> command) throws IOException, InterruptedException {
        return new ProcessBuilder(command)
                        .redirectInput(Redirect.from(Path.of("/dev/null").toFile()))
                        .redirectOutput(Redirect.DISCARD)
                        .redirectError(Redirect.DISCARD)
                        .start()
                        .waitFor()
                == 0;
    }
}
