package io.ris.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.ris.it.WebhookReceiver.Message;
import java.net.http.WebSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;

/** Rules raise alerts, people handle them, a real receiver is told of it all, and a killed hub goes on where it was. */
@TestInstance(Lifecycle.PER_CLASS)
@ExtendWith(SharedHub.class)
class AlertsIT {

    private static final String ALERTS = "/platform/v1/alerts";
    private static final String RULES = ALERTS + "/rules";
    private static final String SILENCES = ALERTS + "/silences";
    private static final String REPORTS = "/api/v1/reports";
    private static final String WEBHOOKS = "/platform/v1/webhooks";
    private static final String GIVEN_SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private static final int MOST_OF_A_RULE = 5;
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final WebhookReceiver receiver = new WebhookReceiver();
    private final WebhookReceiver ofSettings = new WebhookReceiver();
    private Hub hub;
    private RisApi api;
    private JsonNode webhook;

    @BeforeAll
    void startHub() {
        hub = Hub.withLocalAgent()
                .with("RIS_SECURITY_OUTBOUND_ALLOWED_NETWORKS", "127.0.0.0/8")
                .with("RIS_MONITORING_ALERTING_INTERVAL", "1s")
                .with("RIS_MONITORING_ALERTING_MAX_ALERTS_PER_RULE", String.valueOf(MOST_OF_A_RULE))
                .with("RIS_CLIENT_MANAGEMENT_RECONNECTION_POLICY_MAX_DELAY", "2s")
                .with("RIS_MONITORING_ALERTING_WEBHOOK_URL", ofSettings.url())
                .with("RIS_MONITORING_ALERTING_WEBHOOK_SECRET", GIVEN_SECRET)
                .with("RIS_WEBHOOKS_TIMEOUT", "2s")
                .with("RIS_WEBHOOKS_INITIAL_DELAY", "200ms")
                .start();
        webhook = hub.admin()
                .post(WEBHOOKS, Map.of("url", receiver.url(), "events", List.of("*")))
                .expect(201)
                .data();
    }

    @BeforeEach
    void logIn() {
        api = hub.admin();
        receiver.reset();
    }

    @AfterEach
    void removeRules() {
        for (JsonNode rule : api.get(RULES).expect(200).data()) {
            if (!rule.path("builtin").asBoolean()) {
                api.delete(RULES + "/" + rule.path("id").asText()).expect(200);
            }
        }
    }

    @AfterAll
    void stop() {
        receiver.close();
        ofSettings.close();
        hub.close();
    }

    /** A rule without patience, about what only this test has. */
    private String rule(Map<String, Object> condition) {
        Map<String, Object> body =
                Map.of("name", "rule " + UUID.randomUUID(), "severity", "critical", "condition", condition);
        return api.post(RULES, body).expect(201).data().path("id").asText();
    }

    /** An agent that nobody runs, without labels. */
    private JsonNode created() {
        return api.createAgent("watched-" + UUID.randomUUID());
    }

    private static String agentId(JsonNode created) {
        return created.path("unique_client_id").asText();
    }

    private static Map<String, Object> alone(String... agents) {
        return Map.of("ids", List.of(agents));
    }

    /** An agent that nobody runs, with a label of its own. */
    private String agent(String group) {
        String id = agentId(created());
        api.put("/platform/v1/ris/" + id, Map.of("labels", Map.of("group", group)))
                .expect(200);
        return id;
    }

    private String pausedIn(String group) {
        return rule(Map.of("type", "agent_state", "state", "paused", "clients", Map.of("selector", "group=" + group)));
    }

    private void schedule(String agent, String state) {
        api.put("/platform/v1/ris/" + agent + "/scheduling", Map.of("state", state))
                .expect(200);
    }

    private JsonNode alerts(String query) {
        return api.get(ALERTS + "?per_page=200&" + query).expect(200).data();
    }

    private JsonNode awaitAlert(String agent, String state) {
        return await("alert about " + agent + " " + state)
                .atMost(LIMIT)
                .until(() -> alerts("client_id=" + agent + "&state=" + state), found -> !found.isEmpty())
                .get(0);
    }

    private Message awaitSigned(String type, String text) {
        Message message = receiver.awaitMessage(type, text);
        assertThat(message.isSignedWith(webhook.path("secret").asText())).isTrue();
        return message;
    }

    private static String id(JsonNode thing) {
        return thing.path("id").asText();
    }

    @Test
    void tasksThatFailRaiseAnAlertThatIsTakenOnAndEndsByItself() {
        String rule = rule(Map.of("type", "task_failures", "count", 2, "window", 10));
        receiver.answering(rule, 500, 503);
        api.run(Submission.command("local", "false"));
        assertThat(alerts("rule_id=" + rule)).isEmpty();
        api.run(Submission.command("local", "false"));

        JsonNode told = awaitSigned("alert.firing", rule).json();

        String alert = id(told.path("data"));
        assertThat(told.path("id").asText()).isEqualTo(alert + "-firing");
        assertThat(told.path("data").path("summary").asText()).isEqualTo("2 tasks failed in 10 s");
        assertThat(told.path("data").path("severity").asText()).isEqualTo("critical");
        JsonNode firing = api.get(ALERTS + "/" + alert).expect(200).data();
        assertThat(firing.path("state").asText()).isEqualTo("firing");
        assertThat(firing.path("subject").path("kind").asText()).isEqualTo("tasks");

        Person operator = Person.invited(hub, "operator");
        RisApi theirs = operator.loggedIn();
        theirs.post(ALERTS + "/" + alert + "/acknowledge", Map.of("note", "on it"))
                .expect(200);
        theirs.post(ALERTS + "/" + alert + "/acknowledge", Map.of()).expectProblem(409, "conflict");
        JsonNode acknowledged = awaitSigned("alert.acknowledged", alert).json();
        assertThat(acknowledged.at("/data/acknowledged/by").asText()).isEqualTo(operator.name());
        assertThat(acknowledged.at("/data/acknowledged/note").asText()).isEqualTo("on it");

        JsonNode resolved = awaitSigned("alert.resolved", alert).json();
        assertThat(resolved.at("/data/resolution").asText()).isEqualTo("condition");
        JsonNode over = api.get(ALERTS + "/" + alert).expect(200).data();
        assertThat(over.path("state").asText()).isEqualTo("resolved");
        assertThat(over.at("/acknowledged/by").asText()).isEqualTo(operator.name());
        assertThat(receiver.messages("alert.firing").stream()
                        .filter(message -> message.body().contains(rule)))
                .as("refused twice, with the same id each time")
                .hasSize(3)
                .extracting(Message::id)
                .containsOnly(alert + "-firing");
        assertThat(api.get("/platform/v1/audit?action=alert.acknowledge")
                        .expect(200)
                        .text())
                .contains(alert, operator.name());
    }

    @Test
    void whatSomebodyEndsIsRaisedAgainOnlyAfterItWasOver() {
        String group = UUID.randomUUID().toString();
        String agent = agent(group);
        pausedIn(group);
        schedule(agent, "paused");
        String alert = id(awaitAlert(agent, "firing"));
        api.post(ALERTS + "/" + alert + "/resolve", Map.of("note", "known")).expect(200);
        awaitSigned("alert.resolved", alert);

        String other = agent(group); // once there is an alert about it, all have been looked at again
        schedule(other, "paused");
        awaitAlert(other, "firing");
        assertThat(alerts("client_id=" + agent)).hasSize(1);
        schedule(agent, "active");
        schedule(other, "active");
        awaitAlert(other, "resolved");
        schedule(agent, "paused");
        assertThat(id(awaitAlert(agent, "firing"))).isNotEqualTo(alert);
    }

    @Test
    void whatIsSilencedIsShownAndToldOnceTheSilenceIsOver() {
        String group = UUID.randomUUID().toString();
        String quiet = agent(group);
        String loud = agent(group);
        Map<String, Object> silence = new HashMap<>(Map.of(
                "client_id", quiet, "ends_at", Instant.now().plusSeconds(3600).toString(), "reason", "new disks"));
        String id = id(api.post(SILENCES, silence).expect(201).data());
        pausedIn(group);
        schedule(quiet, "paused");
        JsonNode silenced = awaitAlert(quiet, "firing");
        schedule(loud, "paused");
        awaitSigned("alert.firing", loud);
        assertThat(silenced.path("times_told").asInt()).isZero();
        assertThat(receiver.messages("alert.firing"))
                .noneMatch(message -> message.body().contains(quiet));

        api.delete(SILENCES + "/" + id).expect(200);

        awaitSigned("alert.firing", quiet);
        api.delete(SILENCES + "/" + UUID.randomUUID()).expectProblem(404, "not_found");
    }

    @Test
    void aFigureThatIsReportedRaisesAnAlertUntilItIsAsItShouldBe() {
        String agent = agentId(created());
        RisApi probe = hub.api().withToken(api.probeKey());
        rule(Map.of("type", "metric", "metric", "cpu_usage", "threshold", 90, "clients", alone(agent)));
        probe.post(REPORTS, ProbeReport.of(agent).host(93.5).json()).expect(202);

        JsonNode told = awaitSigned("alert.firing", agent).json();
        assertThat(told.at("/data/value").asDouble()).isEqualTo(93.5);
        assertThat(told.at("/data/subject/kind").asText()).isEqualTo("client");
        probe.post(REPORTS, ProbeReport.of(agent).host(7).json()).expect(202);
        assertThat(awaitAlert(agent, "resolved").path("resolution").asText()).isEqualTo("condition");

        assertThat(hosts()).contains(agent);
        api.delete("/platform/v1/ris/" + agent).expect(200);
        assertThat(hosts()).doesNotContain(agent);
    }

    private List<String> hosts() {
        List<String> ids = new ArrayList<>();
        api.get("/api/v1/query/topology")
                .expect(200)
                .json()
                .at("/topology/nodes")
                .fieldNames()
                .forEachRemaining(ids::add);
        return ids;
    }

    @Test
    void aClientThatGoesAwayIsMissed() throws Exception {
        JsonNode created = created();
        String agent = agentId(created);
        AgentSocket.Heard heard = new AgentSocket.Heard();
        WebSocket socket = AgentSocket.open(hub, hub.port(), ClientKeys.enrolled(hub.api(), created), heard);
        AgentSocket.send(socket, AgentSocket.hello(agent, 1));
        heard.await("welcome");
        String rule = rule(Map.of("type", "agent_state", "state", "offline", "clients", alone(agent)));
        socket.abort();
        assertThat(awaitAlert(agent, "firing").path("summary").asText()).endsWith(" is offline");
        awaitSigned("alert.firing", agent);
        Map<String, Object> others =
                Map.of("type", "agent_state", "state", "offline", "clients", alone("somebody-else"));
        api.put(RULES + "/" + rule, Map.of("condition", others)).expect(200);
        assertThat(awaitAlert(agent, "resolved").path("resolution").asText())
                .as("not meant any more")
                .isEqualTo("rule_gone");
    }

    @Test
    void ofAFloodThereAreSoManyAlertsAndOneAboutTheOthers() {
        List<String> agents = Stream.generate(() -> agentId(created()))
                .limit(MOST_OF_A_RULE + 2)
                .toList();
        agents.forEach(agent -> schedule(agent, "paused"));
        String rule = rule(Map.of("type", "agent_state", "state", "paused", "clients", Map.of("ids", agents)));
        String ofRule = "rule_id=" + rule;
        await("as many alerts as there may be, and one more")
                .atMost(LIMIT)
                .until(() -> alerts(ofRule), found -> found.size() == MOST_OF_A_RULE + 1);
        assertThat(alerts(ofRule))
                .filteredOn(AlertsIT::isOfOthers)
                .singleElement()
                .satisfies(others -> assertThat(others.path("value").asInt()).isEqualTo(2));
        agents.forEach(agent -> schedule(agent, "active"));
        await("calm").atMost(LIMIT).until(() -> alerts(ofRule + "&state=firing").isEmpty());
        assertThat(alerts(ofRule))
                .anyMatch(AlertsIT::isOfOthers)
                .allSatisfy(over -> assertThat(over.path("resolution").asText()).isEqualTo("condition"));
    }

    private static boolean isOfOthers(JsonNode alert) {
        return alert.at("/subject/kind").asText().equals("others");
    }

    @Test
    void aRuleThatIsSwitchedOffEndsItsAlerts() {
        String group = UUID.randomUUID().toString();
        String agent = agent(group);
        String rule = pausedIn(group);
        schedule(agent, "paused");
        String alert = id(awaitAlert(agent, "firing"));
        api.put(RULES + "/" + rule, Map.of("enabled", false)).expect(200);
        assertThat(awaitAlert(agent, "resolved").path("resolution").asText()).isEqualTo("rule_gone");
        awaitSigned("alert.resolved", alert);
    }

    @Test
    void theReceiverOfTheSettingsIsToldWithTheSecretOfTheSettings() {
        String group = UUID.randomUUID().toString();
        String agent = agent(group);
        pausedIn(group);
        schedule(agent, "paused");
        assertThat(ofSettings.awaitMessage("alert.firing", agent).isSignedWith(GIVEN_SECRET))
                .isTrue();
        String path = WEBHOOKS + "/configured";
        assertThat(api.get(path).expect(200).data().path("url").asText())
                .startsWith("http://127.0.0.1:")
                .endsWith("/")
                .doesNotContain("hook");
        api.put(path, Map.of("events", List.of("*"))).expectProblem(409, "conflict");
        api.post(path + "/rotate-secret", "").expectProblem(409, "conflict");
        api.delete(path).expectProblem(409, "conflict");
        api.put(path, Map.of("enabled", true)).expect(200);
    }

    @Test
    void aKilledHubForgetsNeitherAlertsNorWhatIsToBeTold() {
        String group = UUID.randomUUID().toString();
        String agent = agent(group);
        receiver.hang();
        pausedIn(group);
        schedule(agent, "paused");
        String alert = id(awaitAlert(agent, "firing"));
        List<String> ids = new ArrayList<>(List.of(alert + "-firing"));
        for (int i = 0; i < 20; i++) {
            ids.add(id(api.post(WEBHOOKS + "/" + id(webhook) + "/test", "")
                    .expect(202)
                    .data()));
        }
        receiver.awaitMessages(2);
        hub.killHub();
        receiver.reset();

        hub.start();
        api = hub.admin();

        await("everything that was to be told")
                .atMost(LIMIT)
                .until(() ->
                        receiver.messages().stream().map(Message::id).toList().containsAll(ids));
        assertThat(id(awaitAlert(agent, "firing"))).isEqualTo(alert);
        schedule(agent, "active");
        awaitSigned("alert.resolved", alert);
        assertThat(receiver.messages("alert.firing")).extracting(Message::id).containsOnly(alert + "-firing");
    }
}
