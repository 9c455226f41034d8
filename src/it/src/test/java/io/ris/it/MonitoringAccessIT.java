package io.ris.it;

import static io.ris.it.MonitoredTenant.AGENTS;
import static io.ris.it.MonitoredTenant.CONFIG;
import static io.ris.it.MonitoredTenant.HEARTBEAT;
import static io.ris.it.MonitoredTenant.LIST;
import static io.ris.it.MonitoredTenant.REGISTER;
import static io.ris.it.MonitoredTenant.REPORTS;
import static io.ris.it.MonitoredTenant.SOCKET;
import static io.ris.it.MonitoredTenant.STATS;
import static io.ris.it.MonitoredTenant.TOPOLOGY;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who may report for whom, who may read, and who is told nothing. */
@ExtendWith(SharedHub.class)
@TestInstance(Lifecycle.PER_CLASS)
class MonitoringAccessIT {

    private final Hub hub;
    private final MonitoredTenant monitored;
    private final RisApi probe;
    private final RisApi reader;

    MonitoringAccessIT(Hub hub) {
        this.hub = hub;
        this.monitored = MonitoredTenant.of(hub);
        this.probe = monitored.probe();
        this.reader = monitored.api();
    }

    private static String newAgent() {
        return "agent-" + UUID.randomUUID();
    }

    private void assertUnknown(String agent) {
        assertThat(reader.get(LIST).expect(200).text()).doesNotContain(agent);
        reader.get(AGENTS + agent + "/latest").expect(404);
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /api/v1/agents/register",
        "GET, /api/v1/reports",
        "GET, /api/v1/agents/heartbeat/a",
        "POST, /api/v1/ping",
        "POST, /api/v1/agents/list",
        "POST, /api/v1/agents/config/a",
        "DELETE, /api/v1/query/topology",
        "POST, /api/v1/query/stats",
        "PUT, /api/v1/query/agents/a/latest",
        "POST, /api/v1/query/agents/a/timeseries"
    })
    void anotherMethodIsNotAllowed(String method, String path) {
        RisApi who = path.contains("/query/") || path.endsWith("/list") ? reader : probe;

        MonitoredTenant.assertError(who.send(who.request(path).method(method, BodyPublishers.noBody())), 405);
    }

    @ParameterizedTest
    @CsvSource({
        "POST, /api/v1/agents/register",
        "POST, /api/v1/reports",
        "POST, /api/v1/agents/heartbeat/a",
        "GET, /api/v1/agents/list",
        "GET, /api/v1/agents/config/a",
        "GET, /api/v1/query/topology",
        "GET, /api/v1/query/stats",
        "GET, /api/v1/query/agents/a/latest",
        "GET, /api/v1/query/agents/a/timeseries",
        "GET, /api/v1/query/nodes/a",
        "GET, /api/v1/query/metrics?agent_id=a",
        "GET, /api/v1/query/export"
    })
    void nothingIsToldToWhoHasNoKey(String method, String path) {
        for (RisApi nobody :
                List.of(hub.api(), hub.api().at(hub.plainBase()), hub.api().withToken("nonsense"))) {
            MonitoredTenant.assertError(nobody.sendJson(method, path, "{\"agent_id\":\"a\",\"hostname\":\"a\"}"), 401);
        }
    }

    @Test
    void aProbeSeesNothing() {
        for (String path : List.of(
                LIST,
                TOPOLOGY,
                STATS,
                AGENTS + "a/latest",
                AGENTS + "a/timeseries",
                "/api/v1/query/nodes/a",
                "/api/v1/query/metrics?agent_id=a&metric=cpu_usage",
                "/api/v1/query/export",
                "/platform/v1/ris",
                "/platform/v1/tasks",
                "/auth/sessions")) {
            MonitoredTenant.assertError(probe.get(path), 403);
        }
        assertThat(LiveSocket.refusal(hub, "", Map.of("Authorization", "Bearer " + monitored.key())))
                .as(SOCKET)
                .isEqualTo(403);
    }

    @Test
    void whoReadsDoesNotReport() {
        String agent = newAgent();

        MonitoredTenant.assertError(reader.post(REPORTS, ProbeReport.of(agent).json()), 403);
        MonitoredTenant.assertError(reader.post(REGISTER, Map.of("agent_id", agent, "hostname", agent)), 403);
        assertUnknown(agent);
    }

    @Test
    void aProbeSpeaksForItsOwnAgentsAlone() {
        String own = newAgent();
        String other = newAgent();
        RisApi bound = hub.api().withToken(MonitoredTenant.key(reader, Map.of("agents", List.of(own))));

        bound.post(REGISTER, Map.of("agent_id", own, "hostname", own)).expect(201);
        bound.post(REPORTS, ProbeReport.of(own).json()).expect(202);
        bound.get(CONFIG + own).expect(200);
        bound.post(HEARTBEAT + own, "").expect(200);

        MonitoredTenant.assertError(bound.post(REGISTER, Map.of("agent_id", other, "hostname", other)), 403);
        MonitoredTenant.assertError(bound.post(REPORTS, ProbeReport.of(other).json()), 403);
        MonitoredTenant.assertError(
                bound.send(bound.request(REPORTS)
                        .header("Content-Type", "application/json")
                        .header("X-Agent-ID", own)
                        .POST(RisApi.json(ProbeReport.of(other).json()))),
                403);
        MonitoredTenant.assertError(bound.post(HEARTBEAT + other, ""), 403);
        MonitoredTenant.assertError(bound.get(CONFIG + other), 403);
        assertUnknown(other);
    }

    @Test
    void aKeyIsBoundToWhomItReportedFirst() {
        String first = newAgent();
        RisApi bound = hub.api().withToken(MonitoredTenant.key(reader, Map.of("first_agents", 1)));

        bound.post(HEARTBEAT + newAgent(), "").expect(200);
        bound.get(CONFIG + newAgent()).expect(200);
        bound.post(REPORTS, ProbeReport.of(first).json()).expect(202);

        MonitoredTenant.assertError(bound.post(HEARTBEAT + newAgent(), ""), 403);
        MonitoredTenant.assertError(
                bound.post(REPORTS, ProbeReport.of(newAgent()).json()), 403);
        bound.post(REPORTS, ProbeReport.of(first).json()).expect(202);
    }

    @Test
    void anotherTenantSeesNothingOfIt() {
        String agent = newAgent();
        monitored.register(agent).expect(201);
        monitored.report(ProbeReport.of(agent).host(25.5));
        RisApi stranger = NewTenant.of(hub).api();

        assertThat(stranger.get(LIST).expect(200).json().path("count").asInt(-1))
                .isZero();
        MonitoredTenant.assertError(stranger.get(AGENTS + agent + "/latest"), 404);
        assertThat(stranger.get(AGENTS + agent + "/timeseries")
                        .expect(200)
                        .json()
                        .path("points")
                        .isNull())
                .isTrue();
        JsonNode stats = stranger.get(STATS).expect(200).json();
        assertThat(stats.path("agents").asInt(-1)).isZero();
        assertThat(stats.path("storage").path("total_points").asInt(-1)).isZero();
        assertThat(stats.path("topology").path("total_nodes").asInt(-1)).isZero();
        assertThat(stranger.get(TOPOLOGY).expect(200).text()).doesNotContain(agent);
    }
}
