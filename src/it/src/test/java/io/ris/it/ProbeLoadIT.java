package io.ris.it;

import static io.ris.it.MonitoredTenant.REPORTS;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Many probes at once, as in the seed's own tests of load. */
@ExtendWith(SharedHub.class)
class ProbeLoadIT {

    private static final int PROBES = 5;
    private static final int REPORTS_EACH = 10;
    private static final int MANY = 1000;

    private final Hub hub;
    private final MonitoredTenant monitored;

    ProbeLoadIT(Hub hub) {
        this.hub = hub;
        this.monitored = MonitoredTenant.of(hub);
    }

    private static ProbeReport report(String agent, int number) {
        ProbeReport report = ProbeReport.of(agent)
                .host(number)
                .container("e".repeat(60) + agent.substring(agent.length() - 4), "web", "nginx");
        for (int pid = 1; pid <= 20 + number; pid++) {
            report.process(pid, "worker", "0::/").connected(pid, "192.0.2.1", 40000 + pid, "203.0.113.3", 443);
        }
        return report;
    }

    /** Everything that was said is read back whole, by whoever asks for it next, and over the live WebSocket. */
    @Test
    void fiveProbesWithTenReportsEachAreReadBackWhole() throws InterruptedException {
        List<String> agents =
                IntStream.range(0, PROBES).mapToObj("probe-%04d"::formatted).toList();
        try (LiveSocket socket = LiveSocket.open(hub, "", Map.of("Authorization", "Bearer " + monitored.token()));
                ExecutorService probes = Executors.newFixedThreadPool(PROBES)) {
            socket.await("topology_update");
            List<Future<?>> running = agents.stream()
                    .<Future<?>>map(agent -> probes.submit(() -> behave(agent)))
                    .toList();
            for (Future<?> probe : running) {
                probe.get();
            }
            List<JsonNode> told = socket.heard().await("report_update", PROBES * REPORTS_EACH);
            agents.forEach(agent -> assertTold(agent, told));
        } catch (ExecutionException e) {
            throw new AssertionError(e.getCause());
        }
        monitored.awaitTopology(
                topology -> assertThat(topology.path("nodes").size()).isEqualTo(PROBES * (1 + 1 + 20 + REPORTS_EACH)));
        JsonNode stats = monitored.stats();
        assertThat(stats.path("agents").asInt()).isEqualTo(PROBES);
        assertThat(stats.path("storage").path("total_agents").asInt()).isEqualTo(PROBES);
        JsonNode shown = stats.path("topology");
        assertThat(shown.path("nodes_by_type").path("process").asInt()).isEqualTo(PROBES * (20 + REPORTS_EACH));
        assertThat(shown.path("edges_by_type").path("network").asInt()).isEqualTo(PROBES * (20 + REPORTS_EACH));
    }

    private void behave(String agent) {
        monitored.register(agent).expect(201);
        for (int number = 1; number <= REPORTS_EACH; number++) {
            ProbeReport report = report(agent, number);
            monitored.report(report);
            assertThat(Documents.differences(report.json(), monitored.latest(agent), Set.of()))
                    .isEmpty();
            monitored.probe().post("/api/v1/agents/heartbeat/" + agent, "").expect(200);
        }
        JsonNode points =
                monitored.timeseries(agent, "?duration=10m").expect(200).json().path("points");
        assertThat(Documents.differences(
                        report(agent, REPORTS_EACH).json(),
                        points.path(points.size() - 1).path("Report"),
                        Set.of()))
                .isEmpty();
    }

    private static void assertTold(String agent, List<JsonNode> told) {
        List<JsonNode> reports = told.stream()
                .map(message -> message.path("payload"))
                .filter(payload -> payload.path("agent_id").asText().equals(agent))
                .map(payload -> payload.path("report"))
                .toList();
        assertThat(reports).hasSize(REPORTS_EACH);
        for (int number = 1; number <= REPORTS_EACH; number++) {
            assertThat(Documents.differences(report(agent, number).json(), reports.get(number - 1), Set.of()))
                    .isEmpty();
        }
    }

    /** All of them connected before the first one reports, and still so when the last one has. */
    @Test
    void aThousandProbesAtOnce() {
        List<RawConnection> connections = new ArrayList<>();
        try {
            for (int probe = 0; probe < MANY; probe++) {
                connections.add(RawConnection.plain(hub));
            }
            for (int probe = 0; probe < MANY; probe++) {
                send(connections.get(probe), ProbeReport.of(name(probe)).host(probe % 100));
            }
            connections.forEach(connection -> connection.answer().expect(202));
            send(connections.getFirst(), ProbeReport.of(name(0)).host(99.5));
            connections.getFirst().answer().expect(202);
        } finally {
            connections.forEach(RawConnection::close);
        }

        JsonNode topology = monitored.awaitTopology(
                "?type=host", hosts -> assertThat(usage(hosts, 0)).isEqualTo(99.5));

        assertThat(Documents.names(topology.path("nodes")))
                .isEqualTo(Set.copyOf(
                        IntStream.range(0, MANY).mapToObj(ProbeLoadIT::name).toList()));
        for (int probe = 1; probe < MANY; probe++) {
            assertThat(usage(topology, probe)).isEqualTo(probe % 100);
        }
        assertThat(usage(topology, 0)).isEqualTo(99.5);
        assertThat(monitored.stats().path("storage").path("total_agents").asInt())
                .isEqualTo(MANY);
    }

    private static String name(int probe) {
        return "many-" + probe;
    }

    private static double usage(JsonNode topology, int probe) {
        return topology.path("nodes")
                .path(name(probe))
                .path("metadata")
                .path("cpu_usage")
                .asDouble(-1);
    }

    private void send(RawConnection connection, ProbeReport report) {
        byte[] body = report.json().toString().getBytes(StandardCharsets.UTF_8);
        connection.send(
                "POST " + REPORTS + " HTTP/1.1",
                "Host: " + hub.plainBase().getAuthority(),
                "Authorization: Bearer " + monitored.key(),
                "X-Agent-ID: " + report.agentId(),
                "Content-Type: application/json",
                "Content-Length: " + body.length,
                "");
        connection.send(body);
    }
}
