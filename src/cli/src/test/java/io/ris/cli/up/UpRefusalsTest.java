package io.ris.cli.up;

import static org.assertj.core.api.Assertions.assertThat;

import io.ris.cli.ExitCode;
import io.ris.cli.storage.PidFile;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What keeps {@code ris up} from starting anything. */
@Tag("process")
class UpRefusalsTest extends UpScenario {

    @Test
    void refusesAPortThatIsTakenAndStartsNothing() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Run run = start(taken.getLocalPort());

            assertThat(run.exitCode()).isEqualTo(ExitCode.PORT_TAKEN);
            assertThat(run.err())
                    .hasLineCount(1)
                    .startsWith("ris: cannot listen on port " + taken.getLocalPort() + " of 0.0.0.0 (server.port): ");
            assertThat(data().resolve("hub-variables")).doesNotExist();
        }
    }

    @Test
    void refusesASecondaryPortThatWasChosenAndIsTaken() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            environment.put("METRICS_PORT", String.valueOf(taken.getLocalPort()));
            Run run = up();

            assertThat(run.exitCode()).isEqualTo(ExitCode.PORT_TAKEN);
            assertThat(run.err()).contains("(monitoring.metrics.port)");
        }
    }

    @Test
    void refusesADataDirectoryThatIsAFile() throws Exception {
        Files.writeString(data(), "");
        Run run = up();

        assertThat(run.exitCode()).isEqualTo(ExitCode.BAD_DATA_DIRECTORY);
        assertThat(run.err()).hasLineCount(1).contains("data directory " + data() + " is not a directory");
    }

    @Test
    void refusesADataDirectoryThatCannotBeMade() {
        Run run = start(freePort(), "--data-dir", "/proc/ris-data");

        assertThat(run.exitCode()).isEqualTo(ExitCode.BAD_DATA_DIRECTORY);
        assertThat(run.err()).hasLineCount(1).contains("data directory /proc/ris-data cannot be");
    }

    @Test
    void refusesADataDirectoryInUse() throws Exception {
        up("--no-agent").ready();
        Run second = up("--no-agent");

        assertThat(second.exitCode()).isEqualTo(ExitCode.BAD_DATA_DIRECTORY);
        assertThat(second.err())
                .hasLineCount(1)
                .contains("is in use by another `ris up` (pid "
                        + ProcessHandle.current().pid() + ")");
    }

    @Test
    void refusesADataDirectoryOnWhichAnEarlierHubStillRuns() throws Exception {
        Files.createDirectories(data().resolve("hub"));
        new PidFile(data().resolve("hub/hub.pid")).write(ProcessHandle.current());
        Run run = up();

        long pid = ProcessHandle.current().pid();
        assertThat(run.exitCode()).isEqualTo(ExitCode.BAD_DATA_DIRECTORY);
        assertThat(run.err()).contains("an earlier hub (pid " + pid + ") still runs", "kill " + pid);
    }

    @Test
    void namesEveryProblemOfTheConfiguration() {
        environment.put("RIS_SERVER_PROT", "1");
        environment.put("LOG_LEVEL", "loud");
        Run run = up();

        assertThat(run.exitCode()).isEqualTo(ExitCode.BAD_CONFIGURATION);
        assertThat(run.err()).hasLineCount(2).contains("ris: RIS_SERVER_PROT: ", "ris: logging.level: ");
        assertThat(data()).doesNotExist();
    }

    @Test
    void refusesAnImpossiblePort() {
        Run run = start(70000);

        assertThat(run.exitCode()).isEqualTo(ExitCode.BAD_CONFIGURATION);
    }
}
