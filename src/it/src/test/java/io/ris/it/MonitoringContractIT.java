package io.ris.it;

import static io.ris.it.MonitoredTenant.AGENTS;
import static io.ris.it.MonitoredTenant.CONFIG;
import static io.ris.it.MonitoredTenant.HEARTBEAT;
import static io.ris.it.MonitoredTenant.LIST;
import static io.ris.it.MonitoredTenant.REGISTER;
import static io.ris.it.MonitoredTenant.REPORTS;
import static io.ris.it.MonitoredTenant.TOPOLOGY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every row of the table of endpoints in seed 004, as probes and readers that were written for other backends expect it: keys,
 * types, statuses, and what is odd about them.
 */
@ExtendWith(SharedHub.class)
@TestInstance(Lifecycle.PER_CLASS)
class MonitoringContractIT {

    private final Hub hub;
    private final MonitoredTenant monitored;
    private final RisApi probe;
    private final RisApi reader;

    MonitoringContractIT(Hub hub) {
        this.hub = hub;
        this.monitored = MonitoredTenant.of(hub);
        this.probe = monitored.probe();
        this.reader = monitored.api();
    }

    private static String newAgent() {
        return "agent-" + UUID.randomUUID();
    }

    private static void assertKeys(JsonNode object, String... names) {
        assertThat(Documents.names(object)).as(object.toString()).containsExactlyInAnyOrder(names);
    }

    private static void assertTime(JsonNode time) {
        assertThat(Documents.isTime(time)).as(time.toString()).isTrue();
    }

    private JsonNode listed(String agent) {
        JsonNode list = reader.get(LIST).expect(200).json();
        assertKeys(list, "agents", "count");
        assertThat(list.path("count").asInt(-1)).isEqualTo(list.path("agents").size());
        return list.path("agents")
                .valueStream()
                .filter(one -> one.path("agent_id").asText().equals(agent))
                .findFirst()
                .orElse(JsonNodeFactory.instance.missingNode());
    }

    @Test
    void pingIsForEverybody() {
        JsonNode pong = hub.api().get("/api/v1/ping").expect(200).json();

        assertKeys(pong, "pong", "timestamp");
        assertThat(pong.path("pong").isBoolean() && pong.path("pong").asBoolean())
                .isTrue();
        assertTime(pong.path("timestamp"));
    }

    @Test
    void registering() {
        String agent = newAgent();
        JsonNode answer = monitored.register(agent).expect(201).json();

        assertKeys(answer, "status", "message");
        assertThat(answer.path("status").asText()).isEqualTo("registered");
        assertThat(answer.path("message").isTextual()).isTrue();
        JsonNode listed = listed(agent);
        assertKeys(listed, "agent_id", "hostname", "metadata", "registered_at", "last_seen", "status");
        assertThat(listed.path("hostname").asText()).isEqualTo(ProbeReport.hostname(agent));
        assertThat(listed.path("metadata")).isEqualTo(RecordedSession.json("{\"version\":\"1.0.0\"}"));
        assertTime(listed.path("registered_at"));
        assertTime(listed.path("last_seen"));
        assertThat(listed.path("status").isTextual()).isTrue();
    }

    @Test
    void registeringAgainKeepsTheAgentAndRefreshesIt() {
        String agent = newAgent();
        monitored.register(agent).expect(201);
        JsonNode first = listed(agent);

        probe.post(REGISTER, Map.of("agent_id", agent, "hostname", "renamed", "timestamp", "never"))
                .expect(201);

        JsonNode second = listed(agent);
        assertThat(second.path("registered_at")).isEqualTo(first.path("registered_at"));
        assertThat(second.path("hostname").asText()).isEqualTo("renamed");
        assertThat(second.path("metadata").isObject()).isTrue();
        assertThat(second.path("last_seen").asText())
                .isGreaterThan(first.path("last_seen").asText());
    }

    @Test
    void aHeartbeatRefreshesAnAgent() {
        String agent = newAgent();
        monitored.register(agent).expect(201);
        String before = listed(agent).path("last_seen").asText();

        JsonNode answer =
                probe.post(HEARTBEAT + agent, "{\"anything\":[1]}").expect(200).json();
        probe.send(probe.request(HEARTBEAT + agent).POST(BodyPublishers.noBody()))
                .expect(200);
        probe.post(HEARTBEAT + agent, "no JSON at all").expect(200);

        assertKeys(answer, "status", "timestamp");
        assertThat(answer.path("status").asText()).isEqualTo("ok");
        assertTime(answer.path("timestamp"));
        await("another last_seen")
                .until(() -> listed(agent).path("last_seen").asText(), after -> after.compareTo(before) > 0);
    }

    @Test
    void aHeartbeatOfWhoIsNotKnownMakesNothing() {
        String agent = newAgent();

        probe.post(HEARTBEAT + agent, "{}").expect(200);

        assertThat(listed(agent).isMissingNode()).isTrue();
        reader.get(AGENTS + agent + "/latest").expect(404);
        assertThat(monitored
                        .timeseries(agent, "")
                        .expect(200)
                        .json()
                        .path("points")
                        .isNull())
                .isTrue();
    }

    @Test
    void theConfigurationOfAnAgentHasTheDefaults() {
        assertThat(probe.get(CONFIG + newAgent()).expect(200).json())
                .isEqualTo(RecordedSession.json("{\"collection_interval\":\"30s\",\"heartbeat_interval\":\"60s\","
                        + "\"enabled_collectors\":[\"host\",\"docker\",\"process\",\"network\"]}"));
    }

    @Test
    void reporting() {
        String agent = newAgent();
        monitored.register(agent).expect(201);

        JsonNode answer = probe.post(REPORTS, ProbeReport.of(agent).host(25.5).json())
                .expect(202)
                .json();

        assertKeys(answer, "status", "message");
        assertThat(answer.path("status").asText()).isEqualTo("accepted");
        assertThat(answer.path("message").isTextual()).isTrue();
        JsonNode listed = listed(agent);
        assertKeys(listed, "agent_id", "hostname", "metadata", "registered_at", "last_seen", "status", "last_report");
    }

    @Test
    void whoNeverRegisteredMayReport() {
        String agent = newAgent();
        ProbeReport report = ProbeReport.of(agent).host(25.5);

        monitored.report(report);

        JsonNode latest = reader.get(AGENTS + agent + "/latest").expect(200).json();
        assertKeys(latest, "agent_id", "report");
        assertThat(latest.path("agent_id").asText()).isEqualTo(agent);
        assertThat(Documents.differences(report.json(), latest.path("report"), Set.of()))
                .isEmpty();
    }

    @Test
    void aReportMaySayNothingButWhoseItIs() {
        String agent = newAgent();

        probe.post(REPORTS, Map.of("agent_id", agent)).expect(202);

        monitored.awaitTopology(
                topology -> assertThat(topology.path("nodes").has(agent)).isTrue());
        assertThat(monitored.latest(agent).path("agent_id").asText()).isEqualTo(agent);
    }

    @Test
    void theTopologyOfATenantWithoutReportsIsEmpty() {
        JsonNode answer = NewTenant.of(hub).api().get(TOPOLOGY).expect(200).json();

        assertKeys(answer, "topology", "timestamp");
        assertTime(answer.path("timestamp"));
        JsonNode topology = answer.path("topology");
        assertKeys(topology, "nodes", "edges", "timestamp");
        assertThat(topology.path("nodes").isObject() && topology.path("nodes").isEmpty())
                .isTrue();
        assertThat(topology.path("edges").isObject() && topology.path("edges").isEmpty())
                .isTrue();
        assertTime(topology.path("timestamp"));
    }

    @Test
    void whoHasNoReportHasNoLatestOne() {
        String agent = newAgent();
        monitored.register(agent).expect(201);

        MonitoredTenant.assertError(reader.get(AGENTS + agent + "/latest"), 404);
        MonitoredTenant.assertError(reader.get(AGENTS + newAgent() + "/latest"), 404);
    }

    @Test
    void aSeries() {
        String agent = newAgent();
        monitored.report(ProbeReport.of(agent).host(25.5));

        JsonNode series = monitored.timeseries(agent, "").expect(200).json();

        assertKeys(series, "agent_id", "duration", "points", "count");
        assertThat(series.path("agent_id").asText()).isEqualTo(agent);
        assertThat(series.path("duration").asText()).isEqualTo("1h");
        assertThat(series.path("count").asInt()).isEqualTo(1);
        JsonNode point = series.path("points").path(0);
        assertKeys(point, "Timestamp", "Report");
        assertTime(point.path("Timestamp"));
        assertThat(point.path("Report").path("agent_id").asText()).isEqualTo(agent);
    }

    @Test
    void aSeriesOfNobodyIsNullAndThatOfWhoSaidNothingIsEmpty() {
        String agent = newAgent();
        monitored.register(agent).expect(201);

        JsonNode ofNobody = monitored.timeseries(newAgent(), "").expect(200).json();
        JsonNode ofTheSilent = monitored.timeseries(agent, "").expect(200).json();

        assertThat(ofNobody.has("points") && ofNobody.path("points").isNull()).isTrue();
        assertThat(ofNobody.path("count").asInt(-1)).isZero();
        assertThat(ofTheSilent.path("points").isArray()).isTrue();
        assertThat(ofTheSilent.path("count").asInt(-1)).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "90s",
                "1h30m",
                "1.5h",
                "500ms",
                "1h0m0.5s",
                ".5h",
                "3600000000000ns",
                "100us",
                "100µs",
                "1m",
                "0s"
            })
    void aDurationIsEchoedAsItWasGiven(String duration) {
        JsonNode series = monitored
                .timeseries("nobody", "?duration=" + encoded(duration))
                .expect(200)
                .json();

        assertThat(series.path("duration").asText()).isEqualTo(duration);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"abc", "5", "1d", "1h 30m", "h", "1hm", "1.5.5h", "1H", "PT1H", "٣h", "99999999999999999999h"})
    void whatIsNoDurationIsRefused(String duration) {
        Reply reply = monitored.timeseries("nobody", "?duration=" + encoded(duration));

        MonitoredTenant.assertError(reply, 400);
        assertThat(reply.faultyFields()).containsExactly("duration");
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    @Test
    void statistics() {
        String agent = newAgent();
        monitored.register(agent).expect(201);
        monitored.report(ProbeReport.of(agent).host(25.5).process(7, "sshd", "0::/system.slice/ssh.service"));
        monitored.awaitTopology(
                topology -> assertThat(topology.path("nodes").has(agent + "-7")).isTrue());

        JsonNode stats = monitored.stats();

        assertKeys(stats, "agents", "websocket_clients", "uptime", "storage", "topology");
        assertThat(stats.path("agents").asInt()).isPositive();
        assertThat(stats.path("websocket_clients").isInt()).isTrue();
        JsonNode storage = stats.path("storage");
        assertThat(Documents.names(storage)).contains("total_agents", "total_points", "max_age", "resolution");
        assertThat(storage.path("total_agents").asInt()).isPositive();
        assertThat(storage.path("total_points").asInt())
                .isGreaterThanOrEqualTo(storage.path("total_agents").asInt());
        assertThat(storage.path("resolution").asText()).isEqualTo("15s");
        JsonNode topology = stats.path("topology");
        assertKeys(topology, "total_nodes", "total_edges", "nodes_by_type", "edges_by_type", "last_update");
        assertThat(topology.path("nodes_by_type").path("host").asInt()).isPositive();
        assertThat(topology.path("nodes_by_type").path("process").asInt()).isPositive();
        assertThat(topology.path("edges_by_type").path("parent-child").asInt()).isPositive();
        assertThat(topology.path("total_nodes").asInt())
                .isEqualTo(topology.path("nodes_by_type")
                        .valueStream()
                        .mapToInt(JsonNode::asInt)
                        .sum());
        assertTime(topology.path("last_update"));
    }
}
