package io.ris.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.ris.it.FailingProxy.Fate;
import io.ris.it.RecordedSession.Exchange;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Somebody else's probe: a session that was recorded in front of another backend is sent again, byte by byte but for address and key,
 * and what it said is read back, field by field.
 */
@ExtendWith(SharedHub.class)
class ForeignProbeIT {

    private static final String AGENT = "edge-7";
    private static final String WEB = "3f4e8a1c0b7d5e6f9a2b4c6d8e0f1a3b5c7d9e1f3a5b7c9d1e3f5a7b9c1d3e5f";
    private static final String APP = "9b1deb4d3b7d4bad9bdd2b0d7b3dcb6d5c1e8f7a6b5c4d3e2f1a0b9c8d7e6f5a";
    private static final Duration LIMIT = Duration.ofSeconds(30);

    /** Fields that no one knows here: they may be kept, and harm nothing. */
    private static final Set<String> UNKNOWN =
            Set.of("probe_version", "virtualization", "restart_count", "nice", "inode");

    private final List<Exchange> session = RecordedSession.read("/foreign-probe.session");
    private final Hub hub;
    private final NewTenant tenant;
    private final String key;

    ForeignProbeIT(Hub hub) {
        this.hub = hub;
        this.tenant = NewTenant.of(hub);
        this.key = MonitoredTenant.key(tenant.api(), Map.of("agents", List.of(AGENT)));
    }

    private MonitoredTenant monitored() {
        return new MonitoredTenant(hub, tenant, tenant.api(), key);
    }

    @Test
    void aSessionReadsBackOverPlainHttp() {
        try (RawConnection connection = RawConnection.plain(hub)) {
            replay(connection, hub.plainBase().getAuthority());
        }
        assertReadsBack();
    }

    @Test
    void aSessionReadsBackOverTls() {
        try (RawConnection connection = RawConnection.to(hub)) {
            replay(connection, hub.base().getAuthority());
        }
        assertReadsBack();
    }

    /** On one connection, as a probe keeps it. */
    private void replay(RawConnection connection, String host) {
        for (Exchange exchange : session) {
            if (!exchange.ofTheProxy()) {
                connection.send(exchange.bytes(host, key));
                assertAnswered(exchange, connection.answer());
            }
        }
    }

    private static void assertAnswered(Exchange exchange, Reply reply) {
        assertThat(reply.status()).as("%s: %s", exchange.name(), reply.text()).isEqualTo(exchange.status());
        assertThat(reply.header("content-type")).as(exchange.name()).startsWith("application/json");
        assertThat(Documents.differences(exchange.answer(), reply.json(), Set.of()))
                .as(exchange.name())
                .isEmpty();
    }

    /** The probe tries again with growing waits until it is not told that the server failed, as the recording shows. */
    @Test
    void aProbeThatTriesAgainAfterFailuresIsReadBackOnce() {
        try (FailingProxy proxy =
                new FailingProxy(hub, Fate.REFUSED, Fate.REFUSED, Fate.PASSED, Fate.ANSWER_LOST, Fate.ANSWER_LOST)) {
            for (Exchange exchange : session) {
                if (!exchange.ofTheProxy()) {
                    int status = await(exchange.name())
                            .atMost(LIMIT)
                            .pollDelay(Duration.ZERO)
                            .pollInterval((round, last) -> Duration.ofMillis(10L << Math.min(round, 8)))
                            .until(() -> sendOnce(proxy, exchange), answered -> answered < 500);
                    assertThat(status).as(exchange.name()).isEqualTo(exchange.status());
                }
            }
            assertThat(proxy.failed()).isEqualTo(4);
        }
        assertReadsBack();
    }

    private int sendOnce(FailingProxy proxy, Exchange exchange) {
        try (RawConnection connection = RawConnection.plain(proxy.port())) {
            connection.send(exchange.bytes("localhost:" + proxy.port(), key));
            return connection.answer().status();
        }
    }

    private JsonNode lastReport() {
        return session.stream().filter(Exchange::isReport).toList().getLast().document();
    }

    private void assertReadsBack() {
        MonitoredTenant monitored = monitored();
        assertSame(lastReport(), monitored.latest(AGENT));
        assertSeriesReadsBack(monitored);
        assertListed(monitored);
        JsonNode topology = monitored.awaitTopology(
                view -> assertThat(view.path("nodes").has(AGENT + "-913")).isTrue());
        assertNodes(topology.path("nodes"));
        assertEdges(topology.path("edges"));
    }

    private static void assertSame(JsonNode said, JsonNode read) {
        assertThat(Documents.differences(said, read, UNKNOWN)).isEmpty();
    }

    private void assertSeriesReadsBack(MonitoredTenant monitored) {
        JsonNode series =
                monitored.timeseries(AGENT, "?duration=1h").expect(200).json();
        assertThat(series.path("agent_id").asText()).isEqualTo(AGENT);
        assertThat(series.path("count").asInt())
                .isPositive()
                .isEqualTo(series.path("points").size());
        JsonNode last = series.path("points").path(series.path("points").size() - 1);
        assertThat(Documents.names(last)).containsExactly("Report", "Timestamp");
        assertThat(Documents.isTime(last.path("Timestamp"))).isTrue();
        assertSame(lastReport(), last.path("Report"));
    }

    private static void assertListed(MonitoredTenant monitored) {
        JsonNode list = monitored.api().get(MonitoredTenant.LIST).expect(200).json();
        assertThat(list.path("count").asInt()).isEqualTo(1);
        JsonNode agent = list.path("agents").path(0);
        assertThat(agent.path("agent_id").asText()).isEqualTo(AGENT);
        assertThat(agent.path("hostname").asText()).isEqualTo("edge-7.example.net");
        assertThat(agent.path("metadata").path("os").asText()).isEqualTo("linux");
        assertThat(agent.path("metadata").size()).isEqualTo(3);
        assertThat(agent.path("status").asText()).isNotBlank();
        assertThat(agent.path("last_seen").asText())
                .isGreaterThanOrEqualTo(agent.path("registered_at").asText());
    }

    private static void assertNodes(JsonNode nodes) {
        assertThat(Documents.names(nodes))
                .containsExactlyInAnyOrder(
                        AGENT, WEB, APP, AGENT + "-1", AGENT + "-40", AGENT + "-812", AGENT + "-840", AGENT + "-913");
        assertNode(nodes.path(AGENT), AGENT, "host", "");
        assertMetadata(nodes.path(AGENT), """
                {"agent_id":"edge-7","hostname":"edge-7.example.net","timestamp":"2026-11-20T09:15:34.000000001+01:00",
                "kernel":"6.1.0-28-amd64","cpu_cores":4,"cpu_model":"AMD EPYC 7763 64-Core Processor",
                "cpu_usage":12.345678901234567,"memory_total":16384,"memory_used":7372,"memory_usage":44.9951171875}""");
        assertNode(nodes.path(WEB), WEB, "container", AGENT);
        assertThat(nodes.path(WEB).path("name").asText()).isEqualTo("web");
        assertMetadata(
                nodes.path(WEB),
                "{\"container_id\":\"" + WEB
                        + "\",\"image\":\"nginx:1.27\",\"status\":\"Up 3 minutes\",\"created\":\"2026-11-20T08:12:00Z\","
                        + "\"cpu_usage\":1.5,\"memory_usage\":64.25,\"memory_limit\":512,\"memory_percent\":12.548828125}");
        assertNode(nodes.path(APP), APP, "container", AGENT);
        assertThat(nodes.path(APP).path("metadata").has("cpu_usage")).isFalse();
        assertNode(nodes.path(AGENT + "-812"), AGENT + "-812", "process", WEB);
        assertThat(nodes.path(AGENT + "-812").path("name").asText()).isEqualTo("nginx");
        assertMetadata(
                nodes.path(AGENT + "-812"),
                "{\"pid\":812,\"ppid\":790,\"cmdline\":\"nginx: master process nginx -g daemon off;\",\"state\":\"S\","
                        + "\"threads\":1,\"cpu_time\":35,\"memory_mb\":9.125,\"open_files\":22,"
                        + "\"cgroup\":\"0::/system.slice/docker-" + WEB + ".scope\"}");
        assertNode(nodes.path(AGENT + "-840"), AGENT + "-840", "process", WEB);
        assertThat(nodes.path(AGENT + "-840").path("metadata").path("cpu_time").asLong())
                .isEqualTo(9_007_199_254_740_993L);
        assertNode(nodes.path(AGENT + "-913"), AGENT + "-913", "process", AGENT);
        assertNode(nodes.path(AGENT + "-40"), AGENT + "-40", "process", AGENT);
    }

    private static void assertNode(JsonNode node, String id, String type, String parent) {
        assertThat(node.path("id").asText()).isEqualTo(id);
        assertThat(node.path("type").asText()).as(id).isEqualTo(type);
        assertThat(node.path("parent_id").asText("")).as(id).isEqualTo(parent);
        assertThat(node.path("name").asText()).as(id).isNotBlank();
    }

    private static void assertMetadata(JsonNode node, String expected) {
        JsonNode metadata = node.path("metadata");
        JsonNode wanted = RecordedSession.json(expected);
        Set<String> more = Documents.names(metadata);
        more.removeAll(Documents.names(wanted));
        assertThat(Documents.differences(wanted, metadata, more)).isEmpty();
    }

    private static void assertEdges(JsonNode edges) {
        assertThat(Documents.names(edges))
                .containsExactlyInAnyOrder(
                        AGENT + "->" + WEB,
                        AGENT + "->" + APP,
                        AGENT + "->" + AGENT + "-1",
                        AGENT + "->" + AGENT + "-40",
                        AGENT + "->" + AGENT + "-913",
                        WEB + "->" + AGENT + "-812",
                        WEB + "->" + AGENT + "-840",
                        AGENT + "-913->203.0.113.9:443-tcp",
                        AGENT + "-913->198.51.100.53:53-udp",
                        AGENT + "-840->2001:db8::99:51544-tcp6");
        JsonNode child = edges.path(WEB + "->" + AGENT + "-812");
        assertThat(child.path("type").asText()).isEqualTo("parent-child");
        assertThat(child.path("source").asText()).isEqualTo(WEB);
        assertThat(child.path("target").asText()).isEqualTo(AGENT + "-812");
        JsonNode network = edges.path(AGENT + "-913->203.0.113.9:443-tcp");
        assertThat(network.path("type").asText()).isEqualTo("network");
        assertThat(network.path("source").asText()).isEqualTo(AGENT + "-913");
        assertThat(network.path("target").asText()).isEqualTo("203.0.113.9:443");
        assertThat(network.path("protocol").asText()).isEqualTo("tcp");
        assertThat(network.path("connections").asInt()).isEqualTo(2);
        assertMetadata(network, """
                {"local_addr":"192.0.2.7","remote_addr":"203.0.113.9","remote_port":443,"state":"ESTABLISHED",
                "process_name":"curl"}""");
        assertThat(network.path("metadata").path("local_port").asInt()).isIn(40112, 40114);
    }
}
