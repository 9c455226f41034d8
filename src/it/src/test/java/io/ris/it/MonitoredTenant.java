package io.ris.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/**
 * A tenant of a test's own, so that its topology has nothing else in it, with a key for its probes.
 *
 * @param api of its administrator, who reads
 * @param key with which any agent's probe may report
 */
record MonitoredTenant(Hub hub, NewTenant tenant, RisApi api, String key) {

    static final String REPORTS = "/api/v1/reports";
    static final String REGISTER = "/api/v1/agents/register";
    static final String LIST = "/api/v1/agents/list";
    static final String HEARTBEAT = "/api/v1/agents/heartbeat/";
    static final String CONFIG = "/api/v1/agents/config/";
    static final String AGENTS = "/api/v1/query/agents/";
    static final String TOPOLOGY = "/api/v1/query/topology";
    static final String STATS = "/api/v1/query/stats";
    static final String SOCKET = "/api/v1/ws";

    private static final AtomicInteger LOOKS = new AtomicInteger();
    private static final Duration LIMIT = Duration.ofSeconds(30);

    static MonitoredTenant of(Hub hub) {
        NewTenant tenant = NewTenant.of(hub);
        return new MonitoredTenant(hub, tenant, tenant.api(), key(tenant.api(), Map.of("agent_pattern", "*")));
    }

    /** A key of the role {@code probe}, and for which agents. */
    static String key(RisApi administrator, Map<String, ?> agents) {
        Map<String, Object> request = new HashMap<>(agents);
        request.put("name", "probes");
        request.put("role", "probe");
        return administrator
                .post("/platform/v1/api-keys", request)
                .expect(201)
                .data()
                .path("key")
                .asText();
    }

    /** A client with the probes' key. */
    RisApi probe() {
        return hub.api().withToken(key);
    }

    /** The same without TLS. */
    RisApi plainProbe() {
        return probe().at(hub.plainBase());
    }

    /** The token of its administrator. */
    String token() {
        return tenant.login().expect(200).data().path("access_token").asText();
    }

    Reply register(String agentId) {
        return probe().post(
                        REGISTER,
                        Map.of(
                                "agent_id",
                                agentId,
                                "hostname",
                                ProbeReport.hostname(agentId),
                                "metadata",
                                Map.of("version", "1.0.0")));
    }

    /** Sends a report, which must be accepted. */
    void report(ProbeReport report) {
        probe().post(REPORTS, report.json()).expect(202);
    }

    /** Sends a report that must be accepted, and waits until it shows; returns the whole topology. */
    JsonNode show(ProbeReport report) {
        String name = "look-" + LOOKS.incrementAndGet() + ".example.net";
        report.json().put("hostname", name);
        report(report);
        return awaitTopology(topology -> assertThat(topology.path("nodes")
                        .path(report.agentId())
                        .path("metadata")
                        .path("hostname")
                        .asText())
                .isEqualTo(name));
    }

    /** The topology as it stands, which may be a second behind, with a query such as {@code ?type=host}. */
    JsonNode topology(String query) {
        return api.get(TOPOLOGY + query).expect(200).json().path("topology");
    }

    /** Waits until the whole topology is as a test wants it, and returns it. */
    JsonNode awaitTopology(Consumer<JsonNode> assertions) {
        return awaitTopology("", assertions);
    }

    JsonNode awaitTopology(String query, Consumer<JsonNode> assertions) {
        AtomicReference<JsonNode> last = new AtomicReference<>();
        await("the topology").atMost(LIMIT).pollInterval(Duration.ofMillis(50)).untilAsserted(() -> {
            last.set(topology(query));
            assertions.accept(last.get());
        });
        return last.get();
    }

    JsonNode stats() {
        return api.get(STATS).expect(200).json();
    }

    /** The last report of an agent, which must have one. */
    JsonNode latest(String agentId) {
        return latest(agentId, agentId);
    }

    /** The same, with the id as it stands in a path. */
    JsonNode latest(String agentId, String encoded) {
        JsonNode answer = api.get(AGENTS + encoded + "/latest").expect(200).json();
        assertThat(answer.path("agent_id").asText()).isEqualTo(agentId);
        return answer.path("report");
    }

    Reply timeseries(String agentId, String query) {
        return api.get(AGENTS + agentId + "/timeseries" + query);
    }

    /** What probes and pages read of a refusal is one text. */
    static void assertError(Reply reply, int status) {
        reply.expect(status);
        assertThat(reply.header("content-type")).startsWith("application/problem+json");
        assertThat(reply.json().path("error").isTextual()).as(reply.text()).isTrue();
        assertThat(reply.json().path("error").asText()).isNotBlank();
    }
}
