package io.ris.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class MainTest {

    private final StringWriter errors = new StringWriter();
    private final CommandLine command = Main.commandLine().setErr(new PrintWriter(errors));

    @Test
    void namesTheBenchmarksWhereThereIsNoneOfThatName() {
        assertThat(command.execute("speed", "--agents", "5")).isEqualTo(2);
        assertThat(errors.toString()).contains("no benchmark 'speed'").contains("connections, tasks");
    }

    @Test
    void namesTheBenchmarksWhereNoneIsAskedFor() {
        assertThat(command.execute()).isEqualTo(2);
        assertThat(errors.toString()).contains("connections, tasks");
    }

    @ParameterizedTest
    @ValueSource(strings = {"60", "0s", "-1s", "1.5s", "s", "60 s"})
    void refusesWhatIsNoDuration(String text) {
        assertThat(command.execute("connections", "--duration", text)).isEqualTo(2);
        assertThat(errors.toString()).contains("not a duration");
    }

    @Test
    void refusesARunningHubWithoutItsCertificateAuthority() {
        assertThat(command.execute("tasks", "--hub", "https://localhost:1", "--admin-password-file", "x"))
                .isEqualTo(2);
        assertThat(errors.toString()).contains("--ca");
    }

    @Test
    void takesAllOptionsOfABenchmark() {
        CommandLine.ParseResult parsed = command.parseArgs(
                "connections", "--agents", "7", "--duration", "500ms", "--heartbeat", "2s", "--connect-limit", "1h");

        assertThat(parsed.subcommand().<Integer>matchedOptionValue("--agents", 0))
                .isEqualTo(7);
        assertThat(parsed.subcommand()
                        .<java.time.Duration>matchedOptionValue("--connect-limit", java.time.Duration.ZERO))
                .hasHours(1);
    }

    @Test
    void takesTheNamesOfPhasesAsTheyAreTold() {
        command.parseArgs("reports", "--phases", "reports,mixed", "--read-duration", "500ms");

        assertThat(command.execute("reports", "--phases", "reports,sleep")).isEqualTo(2);
        assertThat(errors.toString()).contains("sleep");
    }

    @Test
    void saysInOneLineWhyAHubCannotBeUsed() {
        int code = command.execute(
                "tasks", "--hub", "https://localhost:1", "--ca", "missing.pem", "--admin-password-file", "missing");

        assertThat(code).isEqualTo(1);
        assertThat(errors.toString().lines()).singleElement().asString().contains("missing.pem");
    }
}
