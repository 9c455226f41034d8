package io.ris.it;

import static io.ris.it.MonitoredTenant.REPORTS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What pages are told of reports and topology over the live WebSocket, and that nobody's page delays anybody's report. */
@ExtendWith(SharedHub.class)
@TestInstance(Lifecycle.PER_CLASS)
class MonitoringSocketIT {

    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final String ROOT = "0::/system.slice/ssh.service";
    private static final int FLOOD = 10_000;
    private static final int FLOODING_PROBES = 50;
    private static final int AT_ONCE = 8;

    private final Hub hub;
    private final MonitoredTenant monitored;
    private final String token;

    MonitoringSocketIT(Hub hub) {
        this.hub = hub;
        this.monitored = MonitoredTenant.of(hub);
        this.token = monitored.token();
    }

    private static String newAgent() {
        return "agent-" + UUID.randomUUID();
    }

    private LiveSocket open(String query) {
        return LiveSocket.open(hub, query, Map.of("Authorization", "Bearer " + token));
    }

    private static void awaitUpdate(LiveSocket socket, String type, String node, double cpuUsage) {
        await(type + " of " + node).atMost(LIMIT).until(() -> socket.heard().of(type).stream()
                .anyMatch(message -> isShown(message.path("payload"), node, cpuUsage)));
    }

    private static boolean isShown(JsonNode topology, String node, double cpuUsage) {
        return topology.path("nodes")
                        .path(node)
                        .path("metadata")
                        .path("cpu_usage")
                        .asDouble(-1)
                == cpuUsage;
    }

    @Test
    void whoConnectsIsShownAllThereIsAndThenWhatChanges() {
        String agent = newAgent();
        monitored.show(ProbeReport.of(agent).host(10));
        try (LiveSocket socket = open("")) {
            JsonNode first = socket.await("topology_update");
            assertThat(Documents.names(first)).containsExactly("edges", "nodes", "timestamp");
            assertThat(isShown(first, agent, 10)).isTrue();
            assertThat(first.path("nodes")).isEqualTo(monitored.topology("").path("nodes"));

            monitored.report(ProbeReport.of(agent).host(11));

            awaitUpdate(socket, "topology_update", agent, 11);
        }
    }

    /** However many reports come: one picture on connect, and one for each second that has begun since. */
    @Test
    void theTopologyIsToldOnceASecondAtMost() {
        String agent = newAgent();
        try (LiveSocket socket = open("")) {
            socket.await("topology_update");
            long begun = System.nanoTime();
            for (int usage = 1; usage <= 60; usage++) {
                monitored.report(ProbeReport.of(agent).host(usage));
            }
            awaitUpdate(socket, "topology_update", agent, 60);
            long updates = socket.heard().of("topology_update").size();
            long seconds = Duration.ofNanos(System.nanoTime() - begun).toSeconds();
            assertThat(updates).isLessThanOrEqualTo(seconds + 3);
        }
    }

    @Test
    void everyAcceptedReportIsTold() {
        String agent = newAgent();
        try (LiveSocket socket = open("")) {
            socket.await("topology_update");
            List<ProbeReport> reports = IntStream.rangeClosed(1, 10)
                    .mapToObj(usage -> ProbeReport.of(agent).host(usage).process(7, "sshd", ROOT))
                    .toList();
            reports.forEach(monitored::report);
            monitored
                    .probe()
                    .sendJson("POST", REPORTS, "{\"agent_id\":\"" + agent + "\",\"host_info\":7}")
                    .expect(400);
            monitored.report(ProbeReport.of(agent).host(99));

            List<JsonNode> told = socket.heard().await("report_update", 11);
            assertThat(told).hasSize(11).allSatisfy(message -> {
                assertThat(Documents.names(message)).containsExactly("payload", "type");
                assertThat(Documents.names(message.path("payload"))).containsExactly("agent_id", "report");
                assertThat(message.path("payload").path("agent_id").asText()).isEqualTo(agent);
            });
            for (int i = 0; i < reports.size(); i++) {
                assertThat(Documents.differences(
                                reports.get(i).json(),
                                told.get(i).path("payload").path("report"),
                                Set.of()))
                        .isEmpty();
            }
        }
    }

    @Test
    void aPingIsAnswered() {
        try (LiveSocket socket = open("")) {
            socket.say("{\"type\":\"ping\"}");
            socket.say("{\"type\":\"ping\",\"payload\":null}");
            socket.say("ping", Map.of("timestamp", "2025-10-12T00:00:00Z"));
            assertThat(socket.heard().await("pong", 3))
                    .allMatch(
                            message -> Documents.isTime(message.path("payload").path("timestamp")));
        }
    }

    @Test
    void whoSubscribesIsToldNothingElse() {
        String wanted = newAgent();
        String other = newAgent();
        try (LiveSocket narrow = open("");
                LiveSocket reportsAlone = open("")) {
            narrow.say("subscribe", Map.of("agents", List.of(wanted)));
            narrow.await("subscribed");
            reportsAlone.say("subscribe", Map.of("types", List.of("report_update")));
            reportsAlone.await("subscribed");
            int pictures = reportsAlone.heard().of("topology_update").size();

            for (String agent : List.of(other, wanted, other, wanted)) {
                monitored.report(ProbeReport.of(agent).host(5));
            }

            assertThat(narrow.heard().await("report_update", 2))
                    .extracting(
                            message -> message.path("payload").path("agent_id").asText())
                    .containsOnly(wanted);
            awaitUpdate(narrow, "topology_update", wanted, 5);
            assertThat(Documents.names(last(narrow, "topology_update", wanted).path("nodes")))
                    .containsExactly(wanted);
            assertThat(reportsAlone.heard().await("report_update", 4)).hasSize(4);
            assertThat(reportsAlone.heard().of("topology_update")).hasSize(pictures);
        }
    }

    /** The last picture that shows a node. */
    private static JsonNode last(LiveSocket socket, String type, String node) {
        return socket.heard().of(type).stream()
                .map(message -> message.path("payload"))
                .filter(topology -> topology.path("nodes").has(node))
                .toList()
                .getLast();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nonsense",
                "{",
                "[]",
                "null",
                "7",
                "\"ping\"",
                "{}",
                "{\"type\":null}",
                "{\"type\":7}",
                "{\"type\":\"topology_update\",\"payload\":{}}",
                "{\"type\":\"whatever\"}",
                "{\"type\":\"subscribe\",\"payload\":[]}",
                "{\"type\":\"subscribe\",\"payload\":{\"agents\":\"a\"}}",
                "{\"type\":\"subscribe\",\"payload\":{\"agents\":[7]}}",
                "{\"type\":\"subscribe\",\"payload\":{\"types\":{\"a\":1}}}",
                "{\"type\":\"subscribe\",\"payload\":{\"types\":[\"whatever\"]}}"
            })
    void whatCannotBeUnderstoodIsAnErrorAndTheConnectionStays(String message) {
        try (LiveSocket socket = open("")) {
            for (int time = 0; time < 5; time++) {
                socket.say(message);
            }
            assertThat(socket.heard().await("error", 5)).hasSize(5);
            socket.say("ping", Map.of());
            socket.await("pong");
            monitored.report(ProbeReport.of("still-told").host(1));
            assertThat(socket.await("report_update").path("agent_id").asText()).isEqualTo("still-told");
        }
    }

    @Test
    void aMessageThatIsTooLargeEndsTheConnection() {
        try (LiveSocket socket = open("")) {
            socket.say("{\"type\":\"ping\",\"payload\":\"" + "x".repeat(500_000) + "\"}");
            socket.await("pong");
            socket.say("{\"type\":\"ping\",\"payload\":\"" + "x".repeat(512 * 1024) + "\"}");
            assertThat(socket.heard().closed()).succeedsWithin(LIMIT).isEqualTo(1009);
        }
    }

    @Test
    void changesAppliedToTheFirstPictureMakeTheLastOne() {
        String agent = newAgent();
        String container = "d".repeat(64);
        try (LiveSocket socket = open("?delta=1")) {
            ObjectNode picture = socket.await("topology_update").deepCopy();
            for (ProbeReport report : List.of(
                    ProbeReport.of(agent)
                            .host(10)
                            .container(container, "web", "nginx")
                            .process(7, "nginx", "/docker/" + container)
                            .connected(7, "192.0.2.1", 40000, "203.0.113.3", 443),
                    ProbeReport.of(agent)
                            .host(11)
                            .container(container, "web", "nginx")
                            .process(8, "nginx", "/docker/" + container)
                            .connected(8, "192.0.2.1", 40000, "203.0.113.3", 443),
                    ProbeReport.of(agent).host(12).process(9, "sshd", ROOT))) {
                int known = socket.heard().of("topology_delta").size();
                monitored.report(report);
                socket.heard().await("topology_delta", known + 1);
            }
            await("the picture").atMost(LIMIT).untilAsserted(() -> {
                ObjectNode applied = picture.deepCopy();
                socket.heard().of("topology_delta").forEach(delta -> apply(applied, delta.path("payload")));
                JsonNode topology = monitored.topology("");
                assertThat(applied.path("nodes")).isEqualTo(topology.path("nodes"));
                assertThat(applied.path("edges")).isEqualTo(topology.path("edges"));
            });
            assertThat(socket.heard().of("topology_update"))
                    .as("whole pictures")
                    .hasSize(1);
        }
    }

    /** As a page would: what is new or other is put in, what is gone is taken out, and nothing comes that is neither. */
    private static void apply(ObjectNode picture, JsonNode delta) {
        assertThat(Documents.names(delta)).containsExactly("add", "remove", "timestamp", "update");
        for (String kind : List.of("nodes", "edges")) {
            ObjectNode parts = (ObjectNode) picture.path(kind);
            delta.path("remove").path(kind).forEach(id -> assertThat(parts.remove(id.asText()))
                    .as("removed " + id)
                    .isNotNull());
            delta.path("add").path(kind).properties().forEach(part -> assertThat(
                            parts.replace(part.getKey(), part.getValue()))
                    .as("added " + part.getKey())
                    .isNull());
            delta.path("update").path(kind).properties().forEach(part -> assertThat(
                            parts.replace(part.getKey(), part.getValue()))
                    .as("changed " + part.getKey())
                    .isNotNull()
                    .isNotEqualTo(part.getValue()));
        }
    }

    @Test
    void aPageOfAnotherTenantIsToldNothing() {
        MonitoredTenant stranger = MonitoredTenant.of(hub);
        String agent = newAgent();
        try (LiveSocket socket = LiveSocket.open(hub, "", Map.of("Authorization", "Bearer " + stranger.token()))) {
            monitored.report(ProbeReport.of(agent).host(10));
            stranger.report(ProbeReport.of("own").host(1));

            awaitUpdate(socket, "topology_update", "own", 1);
            assertThat(socket.heard().of("report_update")).hasSize(1);
            assertThat(socket.heard().of("topology_update"))
                    .noneMatch(message -> message.toString().contains(agent));
        }
    }

    /**
     * While ten thousand reports come in, one page reads nothing at all: every report is accepted, a page beside it is told what it
     * wants to know, and the silent one has been dropped, or, when it reads at last, gets to see how things stand.
     */
    @Test
    void whoNeverReadsDelaysNobody() throws InterruptedException {
        String watched = newAgent();
        try (SilentReader silent = new SilentReader(hub, token);
                LiveSocket beside = open("")) {
            beside.say("subscribe", Map.of("agents", List.of(watched)));
            beside.await("subscribed");

            flood(watched);

            assertThat(beside.heard().await("report_update", FLOOD / FLOODING_PROBES))
                    .isNotEmpty();
            awaitUpdate(beside, "topology_update", watched, 100);
            monitored.awaitTopology(topology -> assertThat(isFlooded(topology)).isTrue());
            silent.readUntil(message -> message.path("type").asText().equals("topology_update")
                            && isFlooded(message.path("payload")))
                    .ifPresent(message -> assertThat(isShown(message.path("payload"), watched, 100))
                            .isTrue());
        }
    }

    private static boolean isFlooded(JsonNode topology) {
        return IntStream.range(1, FLOODING_PROBES).allMatch(number -> isShown(topology, "flood-" + number, 100));
    }

    /** Reports of many agents, each of which ends with a usage of 100; one of them is watched. */
    private void flood(String watched) throws InterruptedException {
        RisApi probe = monitored.plainProbe();
        List<String> agents = IntStream.range(0, FLOODING_PROBES)
                .mapToObj(number -> number == 0 ? watched : "flood-" + number)
                .toList();
        int each = FLOOD / FLOODING_PROBES;
        try (ExecutorService probes =
                Executors.newFixedThreadPool(AT_ONCE, Thread.ofVirtual().factory())) {
            List<Future<?>> sent = agents.stream()
                    .<Future<?>>map(agent -> probes.submit(() -> {
                        for (int number = 1; number <= each; number++) {
                            ProbeReport report = ProbeReport.of(agent).host(100.0 * number / each);
                            probe.post(REPORTS, report.json()).expect(202);
                        }
                    }))
                    .toList();
            for (Future<?> one : sent) {
                one.get();
            }
        } catch (ExecutionException e) {
            throw new AssertionError(e.getCause());
        }
    }
}
