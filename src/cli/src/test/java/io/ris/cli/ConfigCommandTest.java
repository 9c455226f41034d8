package io.ris.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ris.cli.up.Programs;
import io.ris.cli.up.UpCommand;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConfigCommandTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void validatesAGoodConfiguration() {
        assertThat(run(Map.of("RIS_ENV", "staging"), "config", "validate")).isEqualTo(ExitCode.OK);
        assertThat(out.toString()).startsWith("the configuration is valid: staging");
    }

    @Test
    void saysWhatIsWrongInOneLineEach() {
        assertThat(run(Map.of("RIS_SERVER_PROT", "1", "METRICS_PORT", "x"), "config", "validate"))
                .isEqualTo(ExitCode.BAD_CONFIGURATION);
        assertThat(err.toString()).hasLineCount(2).contains("did you mean RIS_SERVER_PORT?", "monitoring.metrics.port");
    }

    @Test
    void listsValuesWithTheirOriginsAndMasksSecrets() {
        assertThat(run(Map.of("JWT_SECRET", "hunter2"), "config", "list")).isEqualTo(ExitCode.OK);
        assertThat(out.toString())
                .contains(
                        "server.port = 8057  (default)\n",
                        "authentication.jwt.secret = ***  (environment variable JWT_SECRET)\n",
                        "server.public_url = (unset)  (default)\n")
                .doesNotContain("hunter2");
    }

    @Test
    void listsOnlyWhatIsGivenWhenAsked() {
        run(Map.of("LOG_LEVEL", "debug"), "config", "list", "--given");

        assertThat(out.toString()).isEqualTo("logging.level = debug  (environment variable LOG_LEVEL)\n");
    }

    @Test
    void refusesAnUnknownCommand() {
        assertThat(run(Map.of(), "destroy")).isEqualTo(ExitCode.BAD_CONFIGURATION);
    }

    private int run(Map<String, String> environment, String... arguments) {
        Console console = new Console(new PrintWriter(out), new PrintWriter(err));
        UpCommand up = new UpCommand(
                console,
                environment,
                Path.of(""),
                Programs.builtUnder(Path.of("")),
                StopSignal.ofThisProcess(),
                Clock.systemUTC());
        return Main.commandLine(console, environment, up)
                .setErr(new PrintWriter(err))
                .setOut(new PrintWriter(out))
                .execute(arguments);
    }
}
