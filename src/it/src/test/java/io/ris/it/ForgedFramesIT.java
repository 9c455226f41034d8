package io.ris.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ris.protocol.AgentFrame;
import io.ris.protocol.TaskId;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManager;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Every frame of an agent's WebSocket, sent by everyone who is not that agent (as Salt's messages were taken from anybody,
 * CVE-2020-11651): the connection is refused or closed, or what it says about others' work changes nothing.
 */
@ExtendWith(SharedHub.class)
class ForgedFramesIT {

    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final int POLICY = 1008;
    private static final int UNACCEPTABLE = 1003;
    private static final int TASKS = 2;

    private final Hub hub;
    private final List<WebSocket> open = new ArrayList<>();
    private RisApi api;
    private String agent;
    private String running;
    private String offered;
    private List<JsonNode> before;

    ForgedFramesIT(Hub hub) {
        this.hub = hub;
    }

    /** An agent with one task that runs, and one that it has not answered for yet. */
    @BeforeEach
    void letAnAgentWork() throws Exception {
        api = NewTenant.of(hub).api();
        Enrolled victim = enrol(api);
        agent = victim.id();
        AgentSocket.Heard heard = new AgentSocket.Heard();
        WebSocket socket = open(victim.keys(), heard);
        AgentSocket.send(socket, AgentSocket.hello(agent, TASKS));
        heard.await("welcome");
        running = api.submit(Submission.command(agent, "true"));
        heard.await("offer");
        AgentSocket.send(socket, new AgentFrame.Accepted(new TaskId(running), 1));
        heard.await("start");
        offered = api.submit(Submission.command(agent, "true"));
        heard.await("offer", TASKS);
        before = present();
    }

    @AfterEach
    void end() {
        open.forEach(WebSocket::abort);
    }

    private record Enrolled(String id, List<KeyManager> managers) {

        KeyManager[] keys() {
            return managers.toArray(KeyManager[]::new);
        }
    }

    private Enrolled enrol(RisApi tenant) {
        JsonNode created = tenant.createAgent("agent-" + open.size());
        return new Enrolled(
                created.path("unique_client_id").asText(), List.of(ClientKeys.enrolled(hub.api(), created)));
    }

    private WebSocket open(KeyManager @Nullable [] keys, AgentSocket.Heard heard) throws Exception {
        WebSocket socket = AgentSocket.open(hub, hub.port(), keys, heard);
        open.add(socket);
        return socket;
    }

    /** Task, events and output of what the agent does, and the agent itself but for what time changes. */
    private List<JsonNode> present() {
        List<JsonNode> present = new ArrayList<>();
        for (String task : List.of(running, offered)) {
            present.add(api.task(task));
            present.add(api.events(task));
            present.add(
                    api.get("/platform/v1/task/" + task + "/output").expect(200).data());
        }
        ObjectNode agentNow = api.agent(agent).deepCopy();
        present.add(agentNow.without(List.of("last_seen", "updated_date", "resource_usage")));
        return present;
    }

    private void nothingChanged() {
        assertThat(present()).isEqualTo(before);
        assertThat(before.getFirst().path("status").asText()).isEqualTo("running");
    }

    private void assertRefused(int status, KeyManager @Nullable [] keys, Map<String, String> headers) {
        assertThatExceptionOfType(ExecutionException.class)
                .isThrownBy(() -> AgentSocket.open(hub, hub.port(), keys, headers, new AgentSocket.Heard()))
                .havingCause()
                .isInstanceOfSatisfying(WebSocketHandshakeException.class, refused -> assertThat(
                                refused.getResponse().statusCode())
                        .isEqualTo(status));
    }

    /** Sends every frame about each task, and then garbage, to whose answer all before it has been handled. */
    private void sendAll(WebSocket socket, AgentSocket.Heard heard, String hello) throws Exception {
        for (String task : List.of(running, offered)) {
            for (AgentFrame frame : EveryFrame.of(hello, task)) {
                AgentSocket.send(socket, frame);
            }
        }
        AgentSocket.send(socket, "{\"type\":\"garbage\"}");
        await("all of them handled")
                .atMost(LIMIT)
                .until(() -> heard.closed().isDone()
                        || heard.of("error").stream()
                                .anyMatch(fault -> fault.path("code").asText().equals("unknown_type")));
    }

    @Test
    void everyTypeOfFrameIsTried() {
        assertThat(EveryFrame.of(agent, running)).extracting(Object::getClass).hasSameElementsAs(EveryFrame.types());
    }

    @Test
    void whoHasNoCertificateGetsNoConnection() {
        assertRefused(401, null, Map.of());
        nothingChanged();
    }

    @Test
    void aTokenForTheApiIsNoneForAgents() {
        String operator = Person.invited(hub, "operator")
                .login()
                .expect(200)
                .data()
                .path("access_token")
                .asText();
        String admin = hub.api()
                .login("admin", hub.password())
                .expect(200)
                .data()
                .path("access_token")
                .asText();
        for (String token : List.of(operator, admin)) {
            assertRefused(401, null, Map.of("Authorization", "Bearer " + token));
        }
        nothingChanged();
    }

    @Test
    void anotherTenantsAgentChangesNothingOfThisTenants() throws Exception {
        says(enrol(NewTenant.of(hub).api()));
    }

    @Test
    void anotherAgentOfTheTenantChangesNothingOfThisAgents() throws Exception {
        says(enrol(api));
    }

    private void says(Enrolled other) throws Exception {
        AgentSocket.Heard heard = new AgentSocket.Heard();
        WebSocket socket = open(other.keys(), heard);
        AgentSocket.send(socket, AgentSocket.hello(other.id(), 1));
        heard.await("welcome");
        sendAll(socket, heard, agent);
        nothingChanged();
        assertThat(heard.of("start")).isEmpty();
    }

    @Test
    void whoCallsItselfByAnothersIdIsClosed() throws Exception {
        Enrolled other = enrol(NewTenant.of(hub).api());
        AgentSocket.Heard heard = new AgentSocket.Heard();
        WebSocket socket = open(other.keys(), heard);
        AgentSocket.send(socket, AgentSocket.hello(agent, 1));
        sendAll(socket, heard, agent);
        assertThat(heard.closed().get(LIMIT.toSeconds(), TimeUnit.SECONDS)).isEqualTo(POLICY);
        nothingChanged();
    }

    @Test
    void anAgentThatHasNotSaidHelloIsNotHeard() throws Exception {
        AgentSocket.Heard heard = new AgentSocket.Heard();
        WebSocket socket = open(enrol(api).keys(), heard);
        for (AgentFrame frame : EveryFrame.of(agent, running)) {
            if (!(frame instanceof AgentFrame.Hello)) {
                AgentSocket.send(socket, frame);
            }
        }
        assertThat(heard.closed().get(LIMIT.toSeconds(), TimeUnit.SECONDS)).isEqualTo(UNACCEPTABLE);
        assertThat(heard.of("error"))
                .hasSize(3)
                .allSatisfy(fault -> assertThat(fault.path("code").asText()).isEqualTo("unexpected"));
        nothingChanged();
    }

    @Test
    void aRevokedAgentIsClosedAndRefusedFromThenOn() throws Exception {
        Enrolled other = enrol(api);
        AgentSocket.Heard heard = new AgentSocket.Heard();
        WebSocket socket = open(other.keys(), heard);
        AgentSocket.send(socket, AgentSocket.hello(other.id(), 1));
        heard.await("welcome");
        api.post("/platform/v1/ris/" + other.id() + "/revoke", Map.of()).expect(200);
        sendAll(socket, heard, agent);
        assertThat(heard.closed().get(LIMIT.toSeconds(), TimeUnit.SECONDS)).isEqualTo(POLICY);
        assertRefused(403, other.keys(), Map.of());
        nothingChanged();
    }

    /** Its own frames are those of a stranger too, from the moment of its revocation. */
    @Test
    void aRevokedAgentsOwnWorkIsNotChangedByIt() throws Exception {
        Enrolled own = enrol(api);
        AgentSocket.Heard heard = new AgentSocket.Heard();
        WebSocket socket = open(own.keys(), heard);
        api.post("/platform/v1/ris/" + own.id() + "/revoke", Map.of()).expect(200);
        AgentSocket.send(socket, AgentSocket.hello(own.id(), 1));
        assertThat(heard.closed().get(LIMIT.toSeconds(), TimeUnit.SECONDS)).isEqualTo(POLICY);
        assertThat(heard.of("welcome")).isEmpty();
        nothingChanged();
    }
}
