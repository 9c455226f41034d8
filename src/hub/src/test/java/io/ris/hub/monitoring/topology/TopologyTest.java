package io.ris.hub.monitoring.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.ris.hub.monitoring.ReportTexts;
import io.ris.hub.monitoring.documents.ProbeDocuments;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TopologyTest {

    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
    private static final String C1 = "a".repeat(64);
    private static final String C2 = "b".repeat(64);

    @Test
    void hostsHoldContainersAndThoseTheirProcesses() {
        Topology topology = of("""
                {'agent_id':'a','hostname':'web-1','timestamp':'2025-10-12T00:00:00Z',
                 'host_info':{'kernel_version':'6.1','cpu_info':{'model':'M','cores':4,'usage':12.5},
                              'memory_info':{'total_mb':1024,'used_mb':512,'usage':50}},
                 'docker_info':{'containers':[{'id':'C1','name':'web','image':'nginx','status':'Up','created':'2026-01-01T00:00:00Z',
                    'stats':{'cpu_percent':1.5,'memory_usage_mb':20,'memory_limit_mb':100,'memory_percent':20}}]},
                 'processes_info':{'processes':[
                    {'pid':7,'name':'nginx','cmdline':'nginx -g','state':'S','ppid':1,'threads':2,'cpu_time':99,'memory_mb':3.5,
                     'open_files':4,'cgroup':'0::/docker-C1.scope'},
                    {'pid':8,'name':'sshd','cgroup':'0::/init.scope'},
                    {'pid':9,'name':'lost','cgroup':'0::/docker-C2.scope'}]}}""");

        assertThat(topology.nodes().keySet()).containsExactly("a", C1, "a-7", "a-8", "a-9");
        assertThat(topology.find("a").orElseThrow()).satisfies(host -> {
            assertThat(host.type()).isEqualTo(NodeType.HOST);
            assertThat(host.name()).isEqualTo("web-1");
            assertThat(host.parentId()).isNull();
            assertThat(host.metadata())
                    .isEqualTo(Map.of(
                            "agent_id",
                            "a",
                            "hostname",
                            "web-1",
                            "timestamp",
                            "2025-10-12T00:00:00Z",
                            "kernel",
                            "6.1",
                            "cpu_cores",
                            4,
                            "cpu_model",
                            "M",
                            "cpu_usage",
                            12.5,
                            "memory_total",
                            1024.0,
                            "memory_used",
                            512.0,
                            "memory_usage",
                            50.0));
        });
        assertThat(topology.find(C1).orElseThrow().metadata())
                .isEqualTo(Map.of(
                        "container_id",
                        C1,
                        "image",
                        "nginx",
                        "status",
                        "Up",
                        "created",
                        "2026-01-01T00:00:00Z",
                        "cpu_usage",
                        1.5,
                        "memory_usage",
                        20.0,
                        "memory_limit",
                        100.0,
                        "memory_percent",
                        20.0));
        assertThat(topology.find("a-7").orElseThrow().metadata())
                .isEqualTo(Map.of(
                        "pid",
                        7L,
                        "ppid",
                        1L,
                        "cmdline",
                        "nginx -g",
                        "state",
                        "S",
                        "threads",
                        2L,
                        "cpu_time",
                        99L,
                        "memory_mb",
                        3.5,
                        "open_files",
                        4L,
                        "cgroup",
                        "0::/docker-" + C1 + ".scope"));
        assertThat(topology.find("a-7").orElseThrow().parentId()).isEqualTo(C1);
        assertThat(topology.find("a-8").orElseThrow().parentId()).isEqualTo("a");
        assertThat(topology.find("a-9").orElseThrow().parentId())
                .as("of a container that nobody knows")
                .isEqualTo("a");
        assertThat(topology.edges().keySet()).containsExactly("a->" + C1, C1 + "->a-7", "a->a-8", "a->a-9");
    }

    @Test
    void connectionsAreCountedAndWhatIsNoneIsNoEdge() {
        Topology topology = of("""
                {'agent_id':'a','processes_info':{'processes':[{'pid':5,'name':'app'}]},'network_info':{'connections':[
                  {'protocol':'tcp','local_addr':'10.0.0.1','local_port':1000,'remote_addr':'10.9.9.9','remote_port':443,
                   'state':'ESTABLISHED','pid':5,'process_name':'app'},
                  {'protocol':'tcp','local_addr':'10.0.0.1','local_port':1001,'remote_addr':'10.9.9.9','remote_port':443,
                   'state':'ESTABLISHED','pid':5},
                  {'protocol':'tcp','local_addr':'0.0.0.0','local_port':80,'remote_addr':'0.0.0.0','remote_port':0,'state':'LISTEN','pid':5},
                  {'protocol':'tcp','local_addr':'10.0.0.1','local_port':1002,'remote_addr':'10.9.9.9','remote_port':22,
                   'state':'TIME_WAIT','pid':0},
                  {'protocol':'tcp','local_addr':'10.0.0.1','local_port':1003,'remote_addr':'10.9.9.9','remote_port':23,
                   'state':'ESTABLISHED'}]}}""");

        assertThat(network(topology)).singleElement().satisfies(edge -> {
            assertThat(edge.key()).isEqualTo("a-5->10.9.9.9:443-tcp");
            assertThat(edge.source()).isEqualTo("a-5");
            assertThat(edge.target()).isEqualTo("10.9.9.9:443");
            assertThat(edge.connections()).isEqualTo(2);
            assertThat(edge.metadata())
                    .isEqualTo(Map.of(
                            "local_addr",
                            "10.0.0.1",
                            "local_port",
                            1000,
                            "remote_addr",
                            "10.9.9.9",
                            "remote_port",
                            443,
                            "state",
                            "ESTABLISHED",
                            "process_name",
                            "app"));
        });
    }

    @Test
    void aConnectionIsJoinedToTheProcessThatListensThere() {
        String client = """
                {'agent_id':'a','processes_info':{'processes':[{'pid':5}]},'network_info':{'connections':[
                  {'protocol':'tcp','local_addr':'10.0.0.1','local_port':1000,'remote_addr':'10.0.0.2','remote_port':80,
                   'state':'ESTABLISHED','pid':5}]}}""";
        String exact = """
                {'agent_id':'b','processes_info':{'processes':[{'pid':6}]},'network_info':{'listening_ports':[
                  {'protocol':'tcp','port':80,'addr':'10.0.0.2','pid':6}]}}""";
        String anywhere = """
                {'agent_id':'b','processes_info':{'processes':[{'pid':6}]},'network_info':{'listening_ports':[
                  {'protocol':'tcp','port':80,'addr':'0.0.0.0','pid':6}],'connections':[
                  {'protocol':'tcp','local_addr':'10.0.0.2','local_port':9,'remote_addr':'10.0.0.9','remote_port':9,'state':'X','pid':0}]}}""";
        String sameConnection = """
                {'agent_id':'b','processes_info':{'processes':[{'pid':6},{'pid':7}]},'network_info':{'connections':[
                  {'protocol':'tcp','local_addr':'10.0.0.2','local_port':80,'remote_addr':'10.0.0.1','remote_port':1000,
                   'state':'ESTABLISHED','pid':7}]}}""";
        String elsewhere = """
                {'agent_id':'b','processes_info':{'processes':[{'pid':6}]},'network_info':{'listening_ports':[
                  {'protocol':'tcp','port':80,'addr':'0.0.0.0','pid':6}]}}""";

        assertThat(remoteNode(client, exact)).isEqualTo("b-6");
        assertThat(remoteNode(client, anywhere)).isEqualTo("b-6");
        assertThat(remoteNode(client, sameConnection)).isEqualTo("b-7");
        assertThat(remoteNode(client, elsewhere)).isNull();
    }

    @Test
    void anAddressThatManyMachinesHaveIsTheSameMachines() {
        String container = """
                {'agent_id':'%s','processes_info':{'processes':[{'pid':5},{'pid':6}]},'network_info':{'listening_ports':[
                  {'protocol':'tcp','port':80,'addr':'172.17.0.3','pid':6}],'connections':[
                  {'protocol':'tcp','local_addr':'172.17.0.2','local_port':1000,'remote_addr':'172.17.0.3','remote_port':80,
                   'state':'ESTABLISHED','pid':5}]}}""";
        String loopback = """
                {'agent_id':'%s','processes_info':{'processes':[{'pid':5},{'pid':6}]},'network_info':{'listening_ports':[
                  {'protocol':'tcp','port':80,'addr':'0.0.0.0','pid':6}],'connections':[
                  {'protocol':'tcp','local_addr':'127.0.0.1','local_port':1000,'remote_addr':'127.0.0.1','remote_port':80,
                   'state':'ESTABLISHED','pid':5}]}}""";
        for (String form : List.of(container, loopback)) {
            Topology topology = of(form.formatted("a"), form.formatted("b"));
            assertThat(network(topology)).extracting(TopologyEdge::end).containsExactly("a-6", "b-6");
        }
        assertThat(network(of(loopback.formatted("a").replace("'listening_ports'", "'none'"), loopback.formatted("b"))))
                .extracting(TopologyEdge::end)
                .containsExactly(null, "b-6");
    }

    @ParameterizedTest
    @CsvSource({
        // who connects, who listens there, whether it is for them
        "tcp,  10.0.0.2,           tcp,  10.0.0.2,         true",
        "tcp6, ::ffff:10.0.0.2,    TCP,  10.0.0.2,         true",
        "tcp4, 10.0.0.2,           tcp6, ::FFFF:10.0.0.2,  true",
        "tcp,  ::ffff:a00:2,       tcp,  10.0.0.2,         true",
        "udp6, 10.0.0.2,           udp,  10.0.0.2,         true",
        "tcp6, 2001:DB8::2,        tcp6, 2001:db8::2,      true",
        "udp,  10.0.0.2,           tcp,  10.0.0.2,         false",
        "tcp,  10.0.0.2,           udp6, 10.0.0.2,         false",
        "tcp6, ::ffff:1:2:3,       tcp,  0.1.0.2,          false",
        "tcp6, ::ffff:127.0.0.1,   tcp,  127.0.0.1,        false",
        "tcp6, ::ffff:7f00:1,      tcp,  ::ffff:127.0.0.1, false",
        "tcp6, 0:0:0:0:0:0:0:1,    tcp6, ::1,              false"
    })
    void aConnectionIsJoinedByTransportAndAddressHoweverTheyAreWritten(
            String protocol, String address, String listening, String at, boolean isJoined) {
        String client = """
                {'agent_id':'a','processes_info':{'processes':[{'pid':5}]},'network_info':{'connections':[
                  {'protocol':'%s','local_addr':'10.0.0.1','local_port':1000,'remote_addr':'%s','remote_port':53,
                   'state':'ESTABLISHED','pid':5}]}}""".formatted(protocol, address);
        String server = """
                {'agent_id':'b','processes_info':{'processes':[{'pid':6}]},'network_info':{'listening_ports':[
                  {'protocol':'%s','port':53,'addr':'%s','pid':6}]}}""".formatted(listening, at);

        assertThat(remoteNode(client, server)).isEqualTo(isJoined ? "b-6" : null);
        assertThat(network(of(client, server))).singleElement().satisfies(edge -> {
            assertThat(edge.key()).as("as reported").isEqualTo("a-5->" + address + ":53-" + protocol);
            assertThat(edge.target()).isEqualTo(address + ":53");
            assertThat(edge.metadata()).containsEntry("remote_addr", address);
        });
    }

    @ParameterizedTest
    @CsvSource({"tcp6, ::, true", "tcp, 0.0.0.0, true", "udp6, ::, false"})
    void whoListensEverywhereTakesConnectionsOfItsTransport(String protocol, String wildcard, boolean isJoined) {
        String machine = """
                {'agent_id':'a','processes_info':{'processes':[{'pid':5},{'pid':6}]},'network_info':{'listening_ports':[
                  {'protocol':'%s','port':80,'addr':'%s','pid':6}],'connections':[
                  {'protocol':'tcp','local_addr':'127.0.0.1','local_port':1000,'remote_addr':'127.0.0.1','remote_port':80,
                   'state':'ESTABLISHED','pid':5}]}}""".formatted(protocol, wildcard);

        assertThat(remoteNode(machine)).isEqualTo(isJoined ? "a-6" : null);
    }

    @ParameterizedTest
    @ValueSource(strings = {"LISTEN", "listen", "Listening"})
    void aSocketThatListensIsNoEdgeHoweverItsStateIsWritten(String state) {
        assertThat(network(of("""
                {'agent_id':'a','processes_info':{'processes':[{'pid':5}]},'network_info':{'connections':[
                  {'protocol':'tcp','local_addr':'10.0.0.1','local_port':80,'remote_addr':'10.0.0.9','remote_port':9,
                   'state':'%s','pid':5}]}}""".formatted(state)))).isEmpty();
    }

    @Test
    void anAgentThatIsCalledAsAnothersProcessKeepsItsHost() {
        Topology topology = of("{'agent_id':'a-1','hostname':'h'}", """
                {'agent_id':'a','processes_info':{'processes':[{'pid':1},{'pid':2}]},'network_info':{'connections':[
                  {'protocol':'tcp','local_addr':'10.0.0.1','local_port':1,'remote_addr':'10.0.0.9','remote_port':9,
                   'state':'ESTABLISHED','pid':1}]}}""");

        assertThat(topology.find("a-1").orElseThrow().type()).isEqualTo(NodeType.HOST);
        assertThat(topology.edges().keySet()).containsExactly("a->a-2", "a-1->10.0.0.9:9-tcp");
        assertThat(network(topology))
                .extracting(TopologyEdge::source)
                .as("the machine of the process, and no other")
                .containsExactly("a");
    }

    /** The names are chosen so that the one who should not be heard comes first, last, and is the agent itself. */
    @ParameterizedTest
    @ValueSource(strings = {"aa", "zz", "co"})
    void aContainerHidesNeitherHostsNorProcessesOfAnybody(String agent) {
        String machine = "{'agent_id':'co','processes_info':{'processes':[{'pid':7,'name':'real'}]}}";
        String forged = """
                {'agent_id':'%s','docker_info':{'containers':[{'id':'co','name':'forged'},{'id':'co-7','name':'forged'},
                  {'id':'C1','name':'own'}]},'processes_info':{'processes':[{'pid':7,'name':'real','cgroup':'C1'}]}}""".formatted(agent);
        Topology topology = agent.equals("co") ? of(forged) : of(machine, forged);

        assertThat(topology.nodes().values())
                .extracting(TopologyNode::name)
                .contains("real", "own")
                .doesNotContain("forged");
        assertThat(topology.find("co").orElseThrow().type()).isEqualTo(NodeType.HOST);
        assertThat(topology.find("co-7").orElseThrow().type()).isEqualTo(NodeType.PROCESS);
        assertThat(topology.edges().keySet())
                .doesNotContain(agent + "->co")
                .contains(agent + "->" + C1, C1 + "->" + agent + "-7");
        assertIsTree(topology);
    }

    @Test
    void theProcessesOfAContainerThatIsNotShownAreOnTheirHost() {
        Topology hostWins = of("{'agent_id':'C1','hostname':'h'}", inContainer("a"));
        assertThat(hostWins.find(C1).orElseThrow().type()).isEqualTo(NodeType.HOST);
        assertThat(hostWins.find("a-7").orElseThrow().parentId()).isEqualTo("a");
        assertThat(hostWins.edges().keySet()).containsExactly("a->a-7");

        Topology firstWins = of(inContainer("b"), inContainer("a"));
        assertThat(firstWins.find(C1).orElseThrow().agentId()).isEqualTo("a");
        assertThat(firstWins.edges().keySet()).containsExactly("a->" + C1, C1 + "->a-7", "b->b-7");
        assertIsTree(firstWins);
    }

    private static String inContainer(String agent) {
        return "{'agent_id':'%s','docker_info':{'containers':[{'id':'C1'}]},'processes_info':{'processes':[{'pid':7,'cgroup':'C1'}]}}"
                .formatted(agent);
    }

    /** Every node but a host has a parent of its own agent, and the edge from it. */
    private static void assertIsTree(Topology topology) {
        assertThat(topology.nodes().values()).allSatisfy(node -> {
            if (node.type() != NodeType.HOST) {
                String parent = Objects.requireNonNull(node.parentId());
                assertThat(topology.find(parent).orElseThrow().agentId()).isEqualTo(node.agentId());
                assertThat(topology.edges()).containsKey(parent + "->" + node.id());
            }
        });
        assertThat(topology.edges().values())
                .filteredOn(edge -> edge.type() == EdgeType.PARENT_CHILD)
                .hasSize((int) topology.nodes().values().stream()
                        .filter(node -> node.parentId() != null)
                        .count());
    }

    @Test
    void isInTheSameOrderEachTime() {
        Topology one = of(text(ReportTexts.large("b", 1)), text(ReportTexts.large("a", 1)));
        Topology other = of(text(ReportTexts.large("a", 2)), text(ReportTexts.large("b", 2)));

        assertThat(one.nodes()).hasSize(2 * 86);
        assertThat(List.copyOf(other.nodes().keySet()))
                .isEqualTo(List.copyOf(one.nodes().keySet()));
    }

    @Test
    void groupsAddUpWhatIsBetweenThem() {
        Topology topology = of("""
                {'agent_id':'a','docker_info':{'containers':[
                   {'id':'C1','image':'web','labels':{'tier':'front'},'stats':{'cpu_percent':2}},
                   {'id':'C2','image':'db','labels':{'tier':'back'}}]},
                 'processes_info':{'processes':[{'pid':5,'name':'nginx','cgroup':'C1'},{'pid':6,'name':'postgres','cgroup':'C2'}]},
                 'network_info':{'listening_ports':[{'protocol':'tcp','port':5432,'addr':'172.17.0.3','pid':6}],'connections':[
                  {'protocol':'tcp','local_addr':'172.17.0.2','local_port':1,'remote_addr':'172.17.0.3','remote_port':5432,
                   'state':'ESTABLISHED','pid':5},
                  {'protocol':'tcp','local_addr':'172.17.0.2','local_port':2,'remote_addr':'172.17.0.3','remote_port':5432,
                   'state':'ESTABLISHED','pid':5}]}}""");

        for (Map.Entry<Grouping, List<String>> expected : Map.of(
                        Grouping.byImage(), List.of("image:web", "image:db"),
                        Grouping.byLabel("tier"), List.of("label:tier:front", "label:tier:back"),
                        Grouping.byProcessName(), List.of("process_name:nginx", "process_name:postgres"))
                .entrySet()) {
            Topology grouped = expected.getKey().of(topology);
            String from = expected.getValue().getFirst();
            String to = expected.getValue().getLast();
            assertThat(grouped.nodes().keySet()).containsExactlyInAnyOrder(from, to);
            assertThat(grouped.edges()).hasSize(1).hasEntrySatisfying(from + "->" + to + "-tcp", edge -> assertThat(
                            edge.connections())
                    .isEqualTo(2));
            assertThat(grouped.find(from).orElseThrow().metadata()).containsEntry("count", 1);
        }
    }

    @Nullable
    private static String remoteNode(String... reports) {
        return network(of(reports)).stream()
                .filter(edge -> edge.source().equals("a-5"))
                .findFirst()
                .orElseThrow()
                .end();
    }

    private static List<TopologyEdge> network(Topology topology) {
        return topology.edges().values().stream()
                .filter(edge -> edge.type() == EdgeType.NETWORK)
                .toList();
    }

    private static Topology of(String... reports) {
        return Topology.of(
                Stream.of(reports)
                        .map(report ->
                                report.replace('\'', '"').replace("C1", C1).replace("C2", C2))
                        .map(report -> report.getBytes(StandardCharsets.UTF_8))
                        .map(report -> new PictureMaker(
                                        ProbeDocuments.agentOfReport(report), ProbeDocuments.report(report), NOW)
                                .make())
                        .sorted(Comparator.comparing(AgentPicture::agentId))
                        .toList(),
                NOW);
    }

    private static String text(byte[] report) {
        return new String(report, StandardCharsets.UTF_8);
    }
}
