package io.ris.agent;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.ris.agent.testing.Offers;
import io.ris.protocol.AgentFrame;
import io.ris.protocol.HubFrame;
import io.ris.protocol.Json;
import io.ris.protocol.report.ProcessesInfo.ProcessInfo;
import io.ris.protocol.report.Report;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What an agent reports of its machine, over the real connection. */
@Tag("process")
class TelemetryOfAnAgentTest extends AgentUnderTest {

    private static HubFrame.Telemetry wish(String... collectors) {
        return new HubFrame.Telemetry(Duration.ofSeconds(1), List.of(collectors));
    }

    private Report lastReport() throws Exception {
        return Json.strict()
                .readValue(hub.received(AgentFrame.Report.class).getLast().json(), Report.class);
    }

    private void awaitReports(int times) {
        await().until(() -> hub.received(AgentFrame.Report.class).size() >= times);
    }

    private JsonNode status() throws IOException {
        return Json.strict().readTree(Files.readString(directory.resolve("status.json")));
    }

    @Test
    void reportsWhatItsHubAsksForAndShowsIt() throws Exception {
        hub.askFor(wish("host", "process", "network", "smart_meter"));
        enrol();
        awaitConnected(1);
        hub.send(Offers.started("t", Offers.command("sleep", "601")));
        await().until(() -> hub.has(AgentFrame.Report.class, report -> processes(report).stream()
                .anyMatch(process -> process.cmdline().endsWith("sleep 601"))));

        assertThat(lastReport().agentId()).isEqualTo("agent-1");
        assertThat(lastReport().networkInfo().connections())
                .anyMatch(connection -> connection.remotePort() == hub.uri().getPort());
        await().until(() -> status().path("telemetry").toString().equals("[\"host\",\"process\",\"network\"]"));
    }

    private static List<ProcessInfo> processes(AgentFrame.Report frame) {
        try {
            return Json.strict()
                    .readValue(frame.json(), Report.class)
                    .processesInfo()
                    .processes();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void reportsAgainAfterTheConnectionBroke() {
        hub.askFor(wish("host"));
        enrol();
        awaitReports(1);
        hub.cut();
        awaitConnected(2);
        hub.forget();

        awaitReports(2);
    }

    @Test
    void reportsNothingOnceAHubDoesNotAskAnyMore() throws Exception {
        hub.askFor(wish("host"));
        enrol();
        awaitReports(1);
        hub.askFor(null);
        hub.cut();
        awaitConnected(2);

        await().until(() -> status().path("state").asText().equals("connected")
                && status().path("telemetry").isEmpty());
    }

    @Test
    void reportsNoMoreThanTheMachinesPolicyPermits() throws Exception {
        Files.writeString(directory.resolve("policy.json"), "{\"telemetry\":[\"host\"]}");
        hub.askFor(wish("host", "process", "network", "docker"));
        enrol();
        awaitReports(1);

        assertThat(lastReport().hostInfo()).isNotNull();
        assertThat(lastReport().processesInfo()).isNull();
        assertThat(lastReport().networkInfo()).isNull();
        assertThat(lastReport().dockerInfo()).isNull();
    }
}
