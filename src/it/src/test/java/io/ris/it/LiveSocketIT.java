package io.ris.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The live WebSocket: who may have one, what it tells, and what becomes of who does not keep to its words. */
@ExtendWith(SharedHub.class)
class LiveSocketIT {

    private static final String LOCAL = "local";
    private static final int PLACES = 20;
    private static final Duration LIMIT = Duration.ofSeconds(75);

    private final Hub hub;
    private final RisApi api;

    LiveSocketIT(Hub hub) {
        this.hub = hub;
        this.api = hub.admin();
    }

    private String operator() {
        return Person.invited(hub, "operator")
                .login()
                .expect(200)
                .data()
                .path("access_token")
                .asText();
    }

    @Test
    void tellsWhatSeveralTasksWriteAndWhereTheyStand() {
        String one = api.submit(Submission.script(LOCAL, "echo one; sleep 0.5; echo more"));
        String other = api.submit(Submission.script(LOCAL, "echo other >&2; exit 3"));
        try (LiveSocket socket = LiveSocket.open(hub, operator())) {
            socket.follow(one);
            socket.follow(other);
            await("both ends")
                    .atMost(LIMIT)
                    .until(() -> socket.heard().of("task_end").size() == 2);
            assertThat(socket.text(one, "stdout")).isEqualTo("one\nmore\n");
            assertThat(socket.text(other, "stderr")).isEqualTo("other\n");
            assertThat(socket.heard().of("task_status"))
                    .extracting(
                            message -> message.path("payload").path("status").asText())
                    .contains("completed", "failed");
        }
    }

    @Test
    void goesOnFromAPosition() {
        String id = api.run(Submission.command(LOCAL, "seq", "1", "20000"))
                .path("task_id")
                .asText();
        String position;
        String begin;
        try (LiveSocket socket = LiveSocket.open(hub, operator())) {
            socket.follow(id);
            JsonNode first = socket.await("task_output");
            position = first.path("position").asText();
            begin = first.path("data").asText();
            socket.await("task_end");
            assertThat(socket.text(id, "stdout")).startsWith(begin).hasSize(108_894);
        }
        try (LiveSocket socket = LiveSocket.open(hub, operator())) {
            socket.say("subscribe", Map.of("task_id", id, "position", position));
            socket.await("task_end");
            assertThat(begin + socket.text(id, "stdout")).startsWith("1\n2\n").hasSize(108_894);
        }
    }

    @Test
    void answersPingAndEndsASubscription() {
        String id = api.submit(Submission.command(LOCAL, "sleep", "60"));
        try (LiveSocket socket = LiveSocket.open(hub, operator())) {
            socket.say("ping", Map.of());
            assertThat(socket.await("pong").has("timestamp")).isTrue();
            socket.follow(id);
            socket.await("task_status");
            socket.say("unsubscribe", Map.of("task_id", id));
            socket.await("unsubscribed");
            api.post("/platform/v1/task/" + id + "/cancel", Map.of());
            api.awaitFinal(id);
            socket.say("ping", Map.of());
            socket.heard().await("pong", 2);
            assertThat(socket.heard().of("task_end")).isEmpty();
        }
    }

    @Test
    void isOpenedWithATicketOnce() {
        RisApi person = api.withToken(operator());
        String ticket = person.post("/auth/ticket", Map.of())
                .expect(200)
                .data()
                .path("ticket")
                .asText();
        try (LiveSocket socket = LiveSocket.open(hub, "?ticket=" + ticket, Map.of())) {
            socket.say("ping", Map.of());
            socket.await("pong");
        }
        assertThat(LiveSocket.refusal(hub, "?ticket=" + ticket, Map.of())).isEqualTo(401);
    }

    @Test
    void isRefusedToWhoMayNotHaveIt() {
        assertThat(LiveSocket.refusal(hub, "", Map.of())).isEqualTo(401);
        assertThat(LiveSocket.refusal(hub, "", Map.of("Authorization", "Bearer nonsense")))
                .isEqualTo(401);
        assertThat(LiveSocket.refusal(hub, "?ticket=nonsense", Map.of())).isEqualTo(401);
        Map<String, String> ofAnotherPage =
                Map.of("Authorization", "Bearer " + operator(), "Origin", "https://evil.example");
        assertThat(LiveSocket.refusal(hub, "", ofAnotherPage)).isEqualTo(403);
        Map<String, String> ofAFriend =
                Map.of("Authorization", "Bearer " + operator(), "Origin", SharedHub.FRIENDLY_ORIGIN);
        LiveSocket.open(hub, "", ofAFriend).close();
    }

    @Test
    void anotherTenantsTaskIsNotThere() {
        String id = api.run(Submission.command(LOCAL, "true")).path("task_id").asText();
        String stranger = NewTenant.of(hub)
                .login()
                .expect(200)
                .data()
                .path("access_token")
                .asText();
        try (LiveSocket socket = LiveSocket.open(hub, stranger)) {
            socket.follow(id);
            assertThat(socket.await("error").path("code").asText()).isEqualTo("task_not_found");
            assertThat(socket.heard().of("task_status")).isEmpty();
        }
    }

    @Test
    void endsWithTheSession() {
        String token = operator();
        try (LiveSocket socket = LiveSocket.open(hub, token)) {
            api.withToken(token).post("/auth/logout", Map.of()).expect(200);
            assertThat(socket.heard().closed()).succeedsWithin(LIMIT).isEqualTo(1008);
        }
    }

    @Test
    void aUserHasSoManyAndNoMore() {
        String token = operator();
        List<LiveSocket> sockets = new ArrayList<>();
        try {
            for (int i = 0; i < PLACES; i++) {
                sockets.add(LiveSocket.open(hub, token));
            }
            assertThat(LiveSocket.refusal(hub, "", Map.of("Authorization", "Bearer " + token)))
                    .isEqualTo(429);
            LiveSocket.open(hub, operator()).close();
            sockets.removeLast().close();
            await("a free place")
                    .atMost(LIMIT)
                    .until(() -> LiveSocket.refusal(hub, "", Map.of("Authorization", "Bearer " + token)) == 101);
        } finally {
            sockets.forEach(LiveSocket::close);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nonsense",
                "[]",
                "null",
                "\"ping\"",
                "{}",
                "{\"type\":null}",
                "{\"type\":\"hello\",\"agent_id\":\"x\"}",
                "{\"type\":\"output\"}",
                "{\"type\":\"subscribe\"}",
                "{\"type\":\"subscribe\",\"payload\":[]}",
                "{\"type\":\"subscribe\",\"payload\":{\"task_id\":7}}",
                "{\"type\":\"subscribe\",\"payload\":{\"agents\":[7]}}",
                "{\"type\":\"subscribe\",\"payload\":{\"types\":[\"weather\"]}}",
                "{\"type\":\"ping\",\"type\":\"ping\"}"
            })
    void whoDoesNotKeepToTheWordsIsToldSoAndStays(String message) {
        try (LiveSocket socket = LiveSocket.open(hub, operator())) {
            for (int time = 1; time <= 5; time++) {
                socket.say(message);
                socket.heard().await("error", time);
            }
            socket.say("ping", Map.of());
            socket.await("pong");
        }
    }

    @Test
    void aMessageThatIsTooLargeEndsTheConnection() {
        try (LiveSocket socket = LiveSocket.open(hub, operator())) {
            socket.say("{\"type\":\"ping\",\"payload\":\"" + "x".repeat(600_000) + "\"}");
            assertThat(socket.heard().closed()).succeedsWithin(LIMIT).isEqualTo(1009);
        }
    }
}
