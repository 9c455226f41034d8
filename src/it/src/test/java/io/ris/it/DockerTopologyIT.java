package io.ris.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Nothing made up: an enrolled agent beside a real engine with two containers that talk to each other, seen in the topology without
 * any probe.
 */
class DockerTopologyIT {

    private static final String NETWORK = "pair";
    private static final int PORT = 7000;

    private final DockerEngine engine = new DockerEngine();
    private final Hub hub = Hub.withoutAgent()
            .with("RIS_MONITORING_AGENTS_REPORT_INTERVAL", "1s")
            .with("RIS_MONITORING_REPORTS_RESOLUTION", "0s");

    @BeforeEach
    void start() {
        hub.start();
        engine.said("network", "create", NETWORK);
    }

    @AfterEach
    void stop() {
        engine.close();
        hub.close();
    }

    @Test
    void containersThatTalkToEachOtherAreSeenUntilTheyAreGone() {
        String server = run("server", "/bin/busybox nc -ll -p " + PORT + " -e /bin/cat");
        String address = engine.said(
                "inspect", "--format", "{{(index .NetworkSettings.Networks \"" + NETWORK + "\").IPAddress}}", server);
        String client = run("client", "/bin/sleep 100000 | /bin/busybox nc " + address + " " + PORT);
        MonitoredTenant monitored = MonitoredTenant.of(hub);

        try (AgentProcess agent = AgentProcess.enrolled(
                hub, monitored.api(), "docker-" + UUID.randomUUID(), Map.of("DOCKER_HOST", engine.host()))) {
            JsonNode both = monitored.awaitTopology(topology -> {
                assertThat(topology.path("nodes").path(server).path("parent_id").asText())
                        .isEqualTo(agent.id());
                assertThat(topology.path("nodes").path(client).path("parent_id").asText())
                        .isEqualTo(agent.id());
                assertThat(processes(topology, server)).isNotEmpty();
                assertThat(processes(topology, client)).isNotEmpty();
                assertThat(between(topology, client, server))
                        .as(topology.path("edges").toString())
                        .isPresent();
            });
            assertHost(both.path("nodes").path(agent.id()));
            assertThat(both.path("nodes").path(server).path("name").asText()).isEqualTo("server");
            assertThat(both.path("nodes")
                            .path(server)
                            .path("metadata")
                            .path("image")
                            .asText())
                    .isEqualTo(DockerEngine.IMAGE);

            engine.said("rm", "--force", client);

            JsonNode after = monitored.awaitTopology(
                    topology -> assertThat(topology.path("nodes").has(client)).isFalse());
            assertThat(processes(after, client)).isEmpty();
            assertThat(between(after, client, server)).isEmpty();
            assertThat(after.path("nodes").has(server)).isTrue();
            assertShowsThePast(monitored, both, client);
        }
    }

    private String run(String name, String script) {
        return engine.said(
                "run", "--detach", "--network", NETWORK, "--name", name, DockerEngine.IMAGE, "/bin/sh", "-c", script);
    }

    private static List<String> processes(JsonNode topology, String container) {
        return topology.path("nodes")
                .valueStream()
                .filter(node -> node.path("type").asText().equals("process"))
                .filter(node -> node.path("parent_id").asText().equals(container))
                .map(node -> node.path("id").asText())
                .toList();
    }

    /** The connection from a process of one container that is joined to a process of the other. */
    private static Optional<JsonNode> between(JsonNode topology, String from, String to) {
        List<String> sources = processes(topology, from);
        List<String> targets = processes(topology, to);
        return topology.path("edges")
                .valueStream()
                .filter(edge -> edge.path("type").asText().equals("network"))
                .filter(edge -> sources.contains(edge.path("source").asText()))
                .filter(edge -> edge.path("metadata").path("remote_port").asInt() == PORT)
                .filter(edge -> targets.contains(
                        edge.path("metadata").path("remote_node").asText()))
                .findFirst();
    }

    private static void assertHost(JsonNode host) {
        assertThat(host.path("type").asText()).isEqualTo("host");
        JsonNode metadata = host.path("metadata");
        assertThat(metadata.path("hostname").asText()).isNotBlank();
        assertThat(metadata.path("kernel").asText()).isNotBlank();
        assertThat(metadata.path("cpu_cores").asInt())
                .isEqualTo(Runtime.getRuntime().availableProcessors());
        assertThat(metadata.path("memory_total").asDouble())
                .isGreaterThan(metadata.path("memory_used").asDouble());
        assertThat(metadata.path("memory_usage").asDouble()).isBetween(0.1, 100.0);
        assertThat(metadata.path("cpu_usage").isNumber()).isTrue();
    }

    /** As it was when both were there. */
    private static void assertShowsThePast(MonitoredTenant monitored, JsonNode both, String client) {
        String then = URLEncoder.encode(both.path("timestamp").asText(), StandardCharsets.UTF_8);

        assertThat(monitored.topology("?at=" + then).path("nodes").has(client)).isTrue();
        assertThat(monitored.topology("").path("nodes").has(client)).isFalse();
    }
}
