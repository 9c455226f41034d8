package io.ris.it;

import static io.ris.it.MonitoredTenant.TOPOLOGY;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Parts of a topology, groups, details, series and exports: what the seed's users missed. */
@ExtendWith(SharedHub.class)
@TestInstance(Lifecycle.PER_CLASS)
class TopologyQueriesIT {

    private static final String ROOT = "0::/system.slice/ssh.service";
    private static final String WEB = "a".repeat(64);
    private static final String WEB2 = "b".repeat(64);
    private static final String DB = "c".repeat(64);

    private final Hub hub;
    private final MonitoredTenant monitored;

    TopologyQueriesIT(Hub hub) {
        this.hub = hub;
        this.monitored = MonitoredTenant.of(hub);
    }

    /** Two hosts; on the busy one two of the web's containers and their processes, on the idle one a database. */
    @BeforeAll
    void report() {
        monitored.show(ProbeReport.of("busy")
                .host(92.5)
                .container(WEB, "web-1", "nginx:1.27", "app", "web", "tier", "front")
                .container(WEB2, "web-2", "nginx:1.27", "app", "web")
                .process(10, "nginx", "/docker/" + WEB)
                .process(11, "nginx", "/docker/" + WEB2)
                .process(12, "sshd", ROOT)
                .connected(10, "198.18.1.1", 40000, "198.18.1.2", 5432)
                .connected(11, "198.18.1.1", 40001, "198.18.1.2", 5432)
                .connected(12, "198.18.1.1", 22, "203.0.113.4", 50000));
        monitored.show(ProbeReport.of("idle")
                .host(2.5)
                .container(DB, "db", "postgres:16", "app", "db")
                .process(20, "postgres", "/docker/" + DB)
                .listens(20, "0.0.0.0", 5432)
                .connected(20, "198.18.1.2", 5432, "198.18.1.1", 40000));
    }

    /** As people write it with tools that encode nothing. */
    @Test
    void anAddressThatIsNotEncodedIsTakenAsItIsMeant() {
        String key = monitored
                .api()
                .post("/platform/v1/api-keys", Map.of("name", "reader", "scopes", List.of("monitoring:read")))
                .expect(201)
                .data()
                .path("key")
                .asText();
        Reply found = RawConnection.exchange(
                hub,
                "GET /api/v1/query/topology?metric=cpu_usage>50&type=host HTTP/1.1",
                "Host: localhost:" + hub.port(),
                "Authorization: Bearer " + key,
                "Connection: close",
                "");
        assertThat(found.expect(200)
                        .json()
                        .at("/topology/nodes")
                        .propertyStream()
                        .map(Map.Entry::getKey))
                .containsExactly("busy");
        RawConnection.exchange(
                        hub,
                        "GET /api/v1/ping?x=|{^}%zz% HTTP/1.1",
                        "Host: localhost:" + hub.port(),
                        "Connection: close",
                        "")
                .expect(200);
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }

    private static String query(String parameters) {
        return "?"
                + String.join(
                        "&",
                        Arrays.stream(parameters.split("&", -1))
                                .map(parameter -> parameter.split("=", 2))
                                .map(parameter -> parameter[0] + "=" + encoded(parameter[1]))
                                .toList());
    }

    private Set<String> nodes(String parameters) {
        return Documents.names(monitored.topology(query(parameters)).path("nodes"));
    }

    /** Containers by their last letter's name, as they are long. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            type=host                             | busy idle
            type=host&type=container              | busy idle WEB WEB2 DB
            type=!process                         | busy idle WEB WEB2 DB
            type=!process&type=!host              | WEB WEB2 DB
            agent_id=idle                         | idle DB idle-20
            agent_id=idle&type=process            | idle-20
            agent_id=busy&agent_id=idle&type=host | busy idle
            agent_id=!busy&type=host              | idle
            label=tier                            | WEB
            label=app=web                         | WEB WEB2
            label=app=web&label=app=db            | WEB WEB2 DB
            label=app&label=!tier                 | WEB2 DB
            label=app=!web&type=container         |
            text=NGINX                            | WEB WEB2 busy-10 busy-11
            text=nginx&type=container             | WEB WEB2
            text=nginx&text=!web-2&type=container | WEB
            text=no such thing                    |
            metric=cpu_usage>50                   | busy
            metric=cpu_usage<=12.5&type=!process  | idle WEB WEB2 DB
            metric=cpu_usage>50&agent_id=idle     |
            metric=pid>=12                        | busy-12 idle-20
            metric=!pid>0&type=!host              | WEB WEB2 DB
            """)
    void whatIsAskedForIsShown(String parameters, String expected) {
        Set<String> wanted = Set.copyOf(Arrays.stream(expected == null ? new String[0] : expected.split(" "))
                .map(TopologyQueriesIT::id)
                .toList());

        assertThat(nodes(parameters)).isEqualTo(wanted);
    }

    private static String id(String name) {
        return switch (name) {
            case "WEB" -> WEB;
            case "WEB2" -> WEB2;
            case "DB" -> DB;
            default -> name;
        };
    }

    /** An edge between what is shown is shown, and none that leads from or to what is left out. */
    @Test
    void edgesLeadFromWhatIsShown() {
        JsonNode hosts = monitored.topology("?type=host");
        JsonNode busy = monitored.topology("?agent_id=busy");

        assertThat(hosts.path("edges").isEmpty()).isTrue();
        assertThat(Documents.names(busy.path("edges")))
                .contains("busy->" + WEB, WEB + "->busy-10", "busy-12->203.0.113.4:50000-tcp")
                .allMatch(key -> !key.startsWith("idle") && !key.startsWith(DB));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            type=planet       | type
            label=            | label
            text=             | text
            metric=cpu_usage  | metric
            metric=>5         | metric
            metric=cpu_usage> | metric
            metric=cpu>high   | metric
            group_by=colour   | group_by
            group_by=label:   | group_by
            at=yesterday      | at
            format=xml        | format
            """)
    void whatCannotBeAskedForIsRefused(String parameters, String field) {
        Reply reply = monitored.api().get(TOPOLOGY + query(parameters));

        assertThat(reply.status()).as(reply.text()).isIn(400, 422);
        assertThat(reply.faultyFields()).containsExactly(field);
    }

    @Test
    void containersAreGroupedByImage() {
        JsonNode topology = monitored.topology("?group_by=image");

        JsonNode groups = topology.path("nodes");
        assertThat(groups.size()).isEqualTo(2);
        assertThat(groups.findValuesAsText("name")).containsExactlyInAnyOrder("nginx:1.27", "postgres:16");
        JsonNode nginx = group(groups, "nginx:1.27");
        assertThat(nginx.path("metadata").path("count").asInt()).isEqualTo(2);
        String between = nginx.path("id").asText();
        assertThat(topology.path("edges")
                        .valueStream()
                        .filter(edge -> edge.path("source").asText().equals(between))
                        .filter(edge -> edge.path("target")
                                .asText()
                                .equals(group(groups, "postgres:16").path("id").asText())))
                .singleElement()
                .satisfies(edge -> assertThat(edge.path("connections").asInt()).isEqualTo(2));
    }

    private static JsonNode group(JsonNode groups, String name) {
        return groups.valueStream()
                .filter(node -> node.path("name").asText().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no group " + name + " in " + groups));
    }

    @Test
    void processesAreGroupedByName() {
        JsonNode groups = monitored.topology("?group_by=process_name").path("nodes");

        assertThat(groups.findValuesAsText("name")).containsExactlyInAnyOrder("nginx", "postgres", "sshd");
        assertThat(group(groups, "nginx").path("metadata").path("count").asInt())
                .isEqualTo(2);
    }

    @Test
    void containersAreGroupedByALabel() {
        JsonNode groups = monitored.topology("?group_by=label:app").path("nodes");

        assertThat(groups.findValuesAsText("name")).containsExactlyInAnyOrder("web", "db");
        assertThat(monitored
                        .topology("?group_by=label:app&agent_id=idle")
                        .path("nodes")
                        .findValuesAsText("name"))
                .containsExactly("db");
    }

    @Test
    void thereWasNothingLongAgo() {
        JsonNode longAgo = monitored.topology("?at=2020-01-01T00:00:00Z");
        JsonNode now = monitored.topology("?at=" + encoded(Instant.now().toString()));

        assertThat(longAgo.path("nodes").isEmpty()).isTrue();
        assertThat(Documents.names(now.path("nodes")))
                .isEqualTo(Documents.names(monitored.topology("").path("nodes")));
    }

    @Test
    void theTopologyAsLines() {
        Reply csv = monitored.api().get(TOPOLOGY + "?format=csv").expect(200);
        JsonNode topology = monitored.topology("");

        assertThat(csv.header("content-type")).startsWith("text/csv");
        List<String> lines = csv.text().lines().toList();
        assertThat(lines)
                .hasSize(1
                        + topology.path("nodes").size()
                        + topology.path("edges").size());
        assertThat(lines.getFirst()).contains("id", "type", "name");
        assertThat(lines).anyMatch(line -> line.contains("postgres:16"));
        assertThat(monitored
                        .api()
                        .get(TOPOLOGY + "?format=csv&type=host")
                        .expect(200)
                        .text()
                        .lines())
                .hasSize(3);
    }

    @Test
    void aNodeWithAllThatIsAroundIt() {
        JsonNode host = details("busy");
        JsonNode container = details(DB);
        JsonNode process = details("busy-10");

        assertThat(host.path("node").path("type").asText()).isEqualTo("host");
        assertThat(host.path("children").valueStream().map(TopologyQueriesIT::name))
                .contains(WEB, WEB2, "busy-12");
        assertThat(host.path("series").path("cpu_usage").isArray()).isTrue();
        assertThat(host.path("series").path("cpu_usage").isEmpty()).isFalse();
        assertThat(host.path("series").path("cpu_usage").path(0).path("value").asDouble())
                .isEqualTo(92.5);
        assertThat(name(container.path("parent"))).isEqualTo("idle");
        assertThat(container.path("series").isEmpty()).isFalse();
        assertThat(name(process.path("parent"))).isEqualTo(WEB);
        assertThat(Documents.names(process.path("edges"))).contains(WEB + "->busy-10", "busy-10->198.18.1.2:5432-tcp");
        monitored.api().get("/api/v1/query/nodes/nobody").expect(404);
    }

    private JsonNode details(String node) {
        return monitored.api().get("/api/v1/query/nodes/" + node).expect(200).json();
    }

    /** A node is told whole or by its id. */
    private static String name(JsonNode node) {
        return node.isTextual() ? node.asText() : node.path("id").asText();
    }

    @Test
    void aFigureOverTime() {
        JsonNode host = monitored
                .api()
                .get("/api/v1/query/metrics?agent_id=busy&metric=cpu_usage&step=15s&duration=10m")
                .expect(200)
                .json();
        JsonNode container = monitored
                .api()
                .get("/api/v1/query/metrics?agent_id=idle&metric=cpu_percent&container_id=" + DB)
                .expect(200)
                .json();

        assertThat(Documents.names(host)).contains("agent_id", "metric", "step", "duration", "points", "count");
        assertThat(host.path("metric").asText()).isEqualTo("cpu_usage");
        assertThat(host.path("step").asText()).isEqualTo("15s");
        assertThat(host.path("duration").asText()).isEqualTo("10m");
        assertThat(host.path("count").asInt()).isEqualTo(1);
        assertThat(host.path("points").path(0).path("value").asDouble()).isEqualTo(92.5);
        assertThat(Documents.isTime(host.path("points").path(0).path("timestamp")))
                .isTrue();
        assertThat(container.path("points").path(0).path("value").asDouble()).isEqualTo(12.5);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            metric=cpu_usage                          | agent_id
            agent_id=busy                             | metric
            agent_id=busy&metric=cpu_usage&step=often | step
            agent_id=busy&metric=cpu_usage&step=0s    | step
            agent_id=busy&metric=cpu_usage&step=-15s  | step
            agent_id=busy&metric=cpu_usage&duration=x | duration
            """)
    void aFigureThatIsNoneIsRefused(String parameters, String field) {
        Reply reply = monitored.api().get("/api/v1/query/metrics" + query(parameters));

        assertThat(reply.status()).as(reply.text()).isIn(400, 422);
        assertThat(reply.faultyFields()).containsExactly(field);
    }

    @Test
    void theSeriesAreExported() {
        Reply lines = monitored
                .api()
                .get("/api/v1/query/export?format=csv&agent_id=busy&duration=1h")
                .expect(200);
        Reply json = monitored
                .api()
                .get("/api/v1/query/export?format=json&agent_id=busy")
                .expect(200);

        assertThat(lines.header("content-type")).startsWith("text/csv");
        List<String> names = List.of(lines.text().lines().findFirst().orElse("").split(",", -1));
        assertThat(names).startsWith("timestamp", "agent_id").contains("container_id", "cpu_usage", "cpu_percent");
        assertThat(lines.text().lines().skip(1).map(line -> List.of(line.split(",", -1))))
                .hasSize(3)
                .anyMatch(line -> line.get(names.indexOf("cpu_usage")).equals("92.5"))
                .anyMatch(line -> line.get(names.indexOf("container_id")).equals(WEB)
                        && line.get(names.indexOf("cpu_percent")).equals("12.5"));
        assertThat(lines.text()).doesNotContain("idle");
        assertThat(json.text()).contains("92.5").doesNotContain("postgres");
        assertThat(monitored
                        .api()
                        .get("/api/v1/query/export?format=csv")
                        .expect(200)
                        .text())
                .contains("busy", "idle");
        assertThat(monitored.api().get("/api/v1/query/export?format=xml").faultyFields())
                .containsExactly("format");
    }
}
