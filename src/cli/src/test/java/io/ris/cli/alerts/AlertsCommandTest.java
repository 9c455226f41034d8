package io.ris.cli.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.ris.cli.Console;
import io.ris.cli.RefusedException;
import io.ris.cli.hub.Hubs;
import io.ris.cli.hub.PlayedHub;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** {@code ris alerts}: what it asks the hub for and what it prints. */
class AlertsCommandTest {

    private static final String ALERTS = "/platform/v1/alerts";
    private static final String ALERT =
            "{\"id\":\"a-1\",\"state\":\"acknowledged\",\"severity\":\"critical\",\"pending_since\":\"2026-01-01T00:00:00Z\","
                    + "\"acknowledged\":{\"by\":\"anna\"},\"summary\":\"cpu_usage of web\\u001b[2J is 93\"}";

    @TempDir
    Path directory;

    @AutoClose
    private final PlayedHub hub = new PlayedHub();

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private Hubs hubs;

    @BeforeEach
    void login() throws RefusedException {
        hubs = hub.login(directory);
    }

    private int type(String... arguments) {
        Console console = new Console(new PrintWriter(out, true), new PrintWriter(err, true));
        return new CommandLine(new AlertsCommand(console, hubs)).execute(arguments);
    }

    @Test
    void listsAlerts() {
        hub.on("GET " + ALERTS, PlayedHub.page(1, "[" + ALERT + "]"));
        assertThat(type("--state", "acknowledged", "--severity", "critical", "--limit", "5"))
                .isZero();
        assertThat(hub.asked("GET " + ALERTS).getFirst().what())
                .contains("state=acknowledged", "severity=critical", "per_page=5");
        assertThat(out.toString()).contains("ALERT", "a-1", "anna", "cpu_usage of web\\u001b[2J is 93");
    }

    @Test
    void saysThatThereIsNone() {
        hub.on("GET " + ALERTS, PlayedHub.page(0, "[]"));
        assertThat(type()).isZero();
        assertThat(out.toString()).isEmpty();
        assertThat(err.toString()).contains("no such alert");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "", "many", "1e3", "99999999999"})
    void refusesALimitThatIsNone(String limit) {
        assertThat(type("--limit", limit)).isEqualTo(CommandLine.ExitCode.USAGE);
        assertThat(hub.asked("GET " + ALERTS)).isEmpty();
    }

    @Test
    void takesOneOnAndEndsIt() throws Exception {
        hub.on("POST " + ALERTS + "/a-1/acknowledge", PlayedHub.data(ALERT));
        hub.on("POST " + ALERTS + "/a-1/resolve", PlayedHub.data(ALERT.replace("\"acknowledged\",", "\"resolved\",")));
        assertThat(type("ack", "--note", "on it", "a-1")).isZero();
        assertThat(hub.asked("POST " + ALERTS).getFirst().body()).isEqualTo("{\"note\":\"on it\"}");
        assertThat(out.toString()).contains("alert a-1 is acknowledged");
        assertThat(type("resolve", "--json", "a-1")).isZero();
        assertThat(hub.asked("POST " + ALERTS).getLast().body()).isEqualTo("{}");
        String document = out.toString().substring(out.toString().indexOf('{'));
        assertThat(new ObjectMapper().readTree(document).path("state").asText()).isEqualTo("resolved");
    }
}
