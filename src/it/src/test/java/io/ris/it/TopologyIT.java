package io.ris.it;

import static io.ris.it.MonitoredTenant.TOPOLOGY;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;

/** The topology that reports make: what belongs to what, who is connected to whom, and what becomes of it with the next report. */
@ExtendWith(SharedHub.class)
@TestInstance(Lifecycle.PER_CLASS)
class TopologyIT {

    private static final String ROOT = "0::/system.slice/ssh.service";

    private final MonitoredTenant monitored;

    TopologyIT(Hub hub) {
        this.monitored = MonitoredTenant.of(hub);
    }

    private static String newAgent() {
        return "agent-" + UUID.randomUUID();
    }

    /** What is shown of an agent, when its report is. */
    private JsonNode of(String agent, ProbeReport report) {
        monitored.show(report);
        return monitored.topology("?agent_id=" + agent);
    }

    private static String newContainer() {
        return (UUID.randomUUID().toString() + UUID.randomUUID()).replace("-", "");
    }

    @Test
    void aProcessIsFoundInItsContainerByEveryFormOfAControlGroup() {
        String id = newContainer();
        String outer = newContainer();
        String pod = "/kubepods.slice/kubepods-burstable.slice/kubepods-burstable-pod8a1f_2b.slice";
        List<String> forms = List.of(
                "12:pids:/docker/" + id,
                "12:pids:/docker/" + id + "\n11:memory:/docker/" + id + "\n1:name=systemd:/docker/" + id + "\n",
                "1:name=systemd:/system.slice/docker-" + id + ".scope",
                "0::/system.slice/docker-" + id + ".scope",
                "/system.slice/docker-" + id + ".scope/init.scope",
                "0::/../../docker-" + id + ".scope",
                "11:cpu:/kubepods/burstable/pod8a1f-2b/" + id,
                "0::" + pod + "/docker-" + id + ".scope",
                "0::" + pod + "/cri-containerd-" + id + ".scope",
                "0::" + pod + "/crio-" + id + ".scope",
                "0::/machine.slice/libpod-" + id + ".scope/container",
                "/docker/" + id,
                id,
                "0::/docker/" + outer + "/docker/" + id);
        String agent = newAgent();
        ProbeReport report = ProbeReport.of(agent).container(id, "web", "nginx");
        for (int pid = 1; pid <= forms.size(); pid++) {
            report.process(pid, "nginx", forms.get(pid - 1));
        }

        JsonNode topology = of(agent, report);

        Map<String, String> elsewhere = new LinkedHashMap<>();
        for (int pid = 1; pid <= forms.size(); pid++) {
            String parent = parent(topology, agent + "-" + pid);
            if (!parent.equals(id) || !topology.path("edges").has(id + "->" + agent + "-" + pid)) {
                elsewhere.put(forms.get(pid - 1), parent);
            }
        }
        assertThat(elsewhere).isEmpty();
    }

    private static String parent(JsonNode topology, String node) {
        return topology.path("nodes").path(node).path("parent_id").asText();
    }

    @Test
    void aProcessBesideContainersIsItsHosts() {
        String known = newContainer();
        String agent = newAgent();
        ProbeReport report = ProbeReport.of(agent)
                .container(known, "web", "nginx")
                .process(1, "a", ROOT)
                .process(2, "b", "0::/")
                .process(3, "c", "")
                .process(4, "d", "0::/system.slice/docker-" + newContainer() + ".scope")
                .process(5, "e", "0::/system.slice/docker-" + known.substring(1) + ".scope")
                .process(6, "f", "0::/system.slice/docker-" + known + "0.scope")
                .process(7, "g", "0::/system.slice/docker.service");
        report.process(8, "h");

        JsonNode topology = of(agent, report);

        for (int pid = 1; pid <= 8; pid++) {
            assertThat(parent(topology, agent + "-" + pid))
                    .as("parent of %d", pid)
                    .isEqualTo(agent);
        }
        assertParentsAreThere(topology);
    }

    private static void assertParentsAreThere(JsonNode topology) {
        JsonNode nodes = topology.path("nodes");
        nodes.forEach(node -> {
            if (node.has("parent_id")) {
                String parent = node.path("parent_id").asText();
                assertThat(nodes.has(parent)).as(node.toString()).isTrue();
                assertThat(topology.path("edges")
                                .has(parent + "->" + node.path("id").asText()))
                        .as(node.toString())
                        .isTrue();
            }
        });
    }

    @Test
    void whoOnlyListensOrIsNobodyIsConnectedToNothing() {
        String agent = newAgent();
        ProbeReport report = ProbeReport.of(agent)
                .process(7, "nginx", ROOT)
                .listens(7, "0.0.0.0", 80)
                .connection(0, "TIME_WAIT", "192.0.2.1", 40000, "203.0.113.1", 443)
                .connection(0, "ESTABLISHED", "192.0.2.1", 40001, "203.0.113.2", 443)
                .connected(7, "192.0.2.1", 40002, "203.0.113.3", 443)
                .connected(7, "192.0.2.1", 40003, "203.0.113.3", 443);

        JsonNode edges = of(agent, report).path("edges");

        String key = agent + "-7->203.0.113.3:443-tcp";
        assertThat(Documents.names(edges)).containsExactlyInAnyOrder(key, agent + "->" + agent + "-7");
        assertThat(edges.path(key).path("connections").asInt()).isEqualTo(2);
    }

    /** The number of connections is that of the latest report, and not of all reports so far. */
    @Test
    void connectionsAreNotAddedUpFromReportToReport() {
        String agent = newAgent();
        for (int time = 0; time < 3; time++) {
            monitored.show(ProbeReport.of(agent)
                    .process(7, "curl", ROOT)
                    .connected(7, "192.0.2.1", 40000 + time, "203.0.113.3", 443));
        }

        JsonNode edge = monitored.topology("?agent_id=" + agent).path("edges").path(agent + "-7->203.0.113.3:443-tcp");

        assertThat(edge.path("connections").asInt()).isEqualTo(1);
        assertThat(edge.path("metadata").path("local_port").asInt()).isEqualTo(40002);
    }

    @Test
    void bothEndsOfAConnectionAreJoined() {
        String client = newAgent();
        String server = newAgent();
        monitored.show(ProbeReport.of(server)
                .process(80, "nginx", ROOT)
                .listens(80, "0.0.0.0", 8080)
                .connected(80, "198.18.7.1", 8080, "198.18.7.2", 40000));
        monitored.show(ProbeReport.of(client)
                .process(9, "curl", ROOT)
                .connected(9, "198.18.7.2", 40000, "198.18.7.1", 8080)
                .connected(9, "198.18.7.2", 40001, "198.18.7.1", 9999));

        JsonNode edges = monitored.topology("").path("edges");

        JsonNode there = edges.path(client + "-9->198.18.7.1:8080-tcp").path("metadata");
        JsonNode back = edges.path(server + "-80->198.18.7.2:40000-tcp").path("metadata");
        assertThat(there.path("remote_node").asText()).isEqualTo(server + "-80");
        assertThat(back.path("remote_node").asText()).isEqualTo(client + "-9");
        assertThat(edges.path(client + "-9->198.18.7.1:9999-tcp")
                        .path("metadata")
                        .has("remote_node"))
                .as("a port at which nobody listens")
                .isFalse();
    }

    @Test
    void whoListensNoMoreIsNotJoined() {
        String client = newAgent();
        String server = newAgent();
        ProbeReport known = ProbeReport.of(server).process(80, "nginx", ROOT).listens(80, "198.18.8.1", 8080);
        ProbeReport connected =
                ProbeReport.of(client).process(9, "curl", ROOT).connected(9, "198.18.8.2", 40000, "198.18.8.1", 8080);
        String key = client + "-9->198.18.8.1:8080-tcp";
        monitored.show(connected);
        assertThat(metadata(key).has("remote_node")).isFalse();

        monitored.show(known);
        assertThat(metadata(key).path("remote_node").asText()).isEqualTo(server + "-80");

        monitored.show(ProbeReport.of(server).host(1));
        assertThat(metadata(key).has("remote_node")).isFalse();
    }

    private JsonNode metadata(String edge) {
        return monitored.topology("").path("edges").path(edge).path("metadata");
    }

    @Test
    void aReportReplacesAllThatItsAgentSaidBefore() {
        String agent = newAgent();
        String gone = newContainer();
        String kept = newContainer();
        monitored.show(ProbeReport.of(agent)
                .host(10)
                .container(gone, "old", "nginx")
                .container(kept, "web", "nginx")
                .process(7, "nginx", "/docker/" + gone)
                .process(8, "nginx", "/docker/" + kept)
                .connected(7, "192.0.2.1", 40000, "203.0.113.3", 443));

        JsonNode after = of(
                agent,
                ProbeReport.of(agent).host(20).container(kept, "web", "nginx").process(8, "nginx", "/docker/" + kept));

        assertThat(Documents.names(after.path("nodes"))).containsExactlyInAnyOrder(agent, kept, agent + "-8");
        assertThat(Documents.names(after.path("edges")))
                .containsExactlyInAnyOrder(agent + "->" + kept, kept + "->" + agent + "-8");
        assertThat(after.path("nodes")
                        .path(agent)
                        .path("metadata")
                        .path("cpu_usage")
                        .asDouble())
                .isEqualTo(20);
        JsonNode empty = of(agent, ProbeReport.of(agent));
        assertThat(Documents.names(empty.path("nodes"))).containsExactly(agent);
        assertThat(empty.path("nodes").path(agent).path("metadata").has("cpu_usage"))
                .isFalse();
        assertThat(empty.path("edges").isEmpty()).isTrue();
    }

    /** A container that moves, or of which two machines speak, is there once, and all that is shown hangs together. */
    @Test
    void aContainerOfTwoMachinesIsThereOnce() {
        String id = newContainer();
        List<String> agents = List.of(newAgent(), newAgent());
        for (String agent : agents) {
            monitored.show(ProbeReport.of(agent).container(id, "web", "nginx").process(7, "nginx", "/docker/" + id));
        }

        JsonNode topology = monitored.topology("");

        assertThat(topology.path("nodes").has(id)).isTrue();
        assertParentsAreThere(topology);
    }

    @Test
    void nodesAndEdgesKeepTheirOrder() {
        List<String> agents = List.of(newAgent(), newAgent(), newAgent());
        for (String agent : agents) {
            monitored.show(some(agent));
        }
        List<String> nodes = ordered("nodes");
        List<String> edges = ordered("edges");

        for (String agent : agents.reversed()) {
            monitored.show(some(agent));
        }

        assertThat(ordered("nodes")).isEqualTo(nodes);
        assertThat(ordered("edges")).isEqualTo(edges);
    }

    private static ProbeReport some(String agent) {
        return ProbeReport.of(agent)
                .process(9, "a", ROOT)
                .process(10, "b", ROOT)
                .connected(9, "192.0.2.1", 1, "203.0.113.3", 443)
                .connected(10, "192.0.2.1", 2, "203.0.113.3", 443);
    }

    private List<String> ordered(String kind) {
        return monitored
                .topology("")
                .path(kind)
                .propertyStream()
                .map(Map.Entry::getKey)
                .toList();
    }

    @Test
    void whoHasTheTopologyIsToldThatItIsTheSame() {
        String agent = newAgent();
        monitored.show(ProbeReport.of(agent).host(10));
        Reply first = monitored.api().get(TOPOLOGY).expect(200);

        Reply same = ifNoneMatch(first.header("etag"));
        monitored.show(ProbeReport.of(agent).host(11));
        Reply changed = ifNoneMatch(first.header("etag"));

        assertThat(first.header("etag")).isNotBlank();
        same.expect(304);
        assertThat(same.text()).isEmpty();
        assertThat(same.header("etag")).isEqualTo(first.header("etag"));
        changed.expect(200);
        assertThat(changed.header("etag")).isNotBlank().isNotEqualTo(first.header("etag"));
        assertThat(changed.json()
                        .at("/topology/nodes/" + agent + "/metadata/cpu_usage")
                        .asDouble())
                .isEqualTo(11);
        assertThat(same.header("vary")).contains("Accept-Encoding", "X-Tenant-Code");
        ifNoneMatch("\"nonsense\", " + changed.header("etag")).expect(304);
        ifNoneMatch("W/" + changed.header("etag")).expect(304);
    }

    private Reply ifNoneMatch(String tags) {
        return monitored.api().send(monitored.api().request(TOPOLOGY).header("If-None-Match", tags));
    }

    @Test
    void theTopologyComesCompressedToWhoAsksForIt() {
        monitored.show(some(newAgent()));
        String plain = monitored.api().get(TOPOLOGY).expect(200).text();
        String token = monitored.token();

        try (RawConnection connection = RawConnection.plain(monitored.hub())) {
            connection.send(
                    "GET " + TOPOLOGY + " HTTP/1.1",
                    "Host: " + monitored.hub().plainBase().getAuthority(),
                    "Authorization: Bearer " + token,
                    "Accept-Encoding: gzip",
                    "");
            Reply compressed = connection.answer().expect(200);
            assertThat(compressed.header("content-encoding")).isEqualTo("gzip");
            assertThat(compressed.header("vary")).containsIgnoringCase("accept-encoding");
            assertThat(compressed.text()).isEqualTo(plain);
        }
    }
}
