package io.ris.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.ris.it.WebhookReceiver.Message;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the hub posts reaches receivers that fail, are slow, go away and come back. That a kill loses nothing: {@link AlertsIT}. */
@TestInstance(Lifecycle.PER_CLASS)
@ExtendWith(SharedHub.class)
class WebhooksIT {

    private static final String WEBHOOKS = "/platform/v1/webhooks";
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int ATTEMPTS = 4;

    private final List<WebhookReceiver> receivers = new ArrayList<>();
    private Hub hub;
    private RisApi api;

    @BeforeAll
    void startHub() {
        hub = Hub.withoutAgent()
                .with("RIS_SECURITY_OUTBOUND_ALLOWED_NETWORKS", "127.0.0.0/8")
                .with("RIS_WEBHOOKS_TIMEOUT", "2s")
                .with("RIS_WEBHOOKS_INITIAL_DELAY", "100ms")
                .with("RIS_WEBHOOKS_MAX_DELAY", "1s")
                .with("RIS_WEBHOOKS_MAX_ATTEMPTS", Integer.toString(ATTEMPTS))
                .start();
        api = hub.admin();
    }

    @AfterEach
    void stopReceivers() {
        receivers.forEach(WebhookReceiver::close);
        receivers.clear();
    }

    @AfterAll
    void stopHub() {
        hub.close();
    }

    private WebhookReceiver receiver() {
        WebhookReceiver receiver = new WebhookReceiver();
        receivers.add(receiver);
        return receiver;
    }

    /** A webhook, with its secret. */
    private JsonNode webhook(WebhookReceiver receiver) {
        return api.post(WEBHOOKS, Map.of("url", receiver.url(), "events", List.of("*")))
                .expect(201)
                .data();
    }

    private static String path(JsonNode webhook) {
        return WEBHOOKS + "/" + webhook.path("id").asText();
    }

    /** Has a message posted, and returns its id. */
    private String test(JsonNode webhook) {
        return api.post(path(webhook) + "/test", "")
                .expect(202)
                .data()
                .path("id")
                .asText();
    }

    private JsonNode delivery(JsonNode webhook, String id) {
        return api.get(path(webhook) + "/deliveries/" + id).expect(200).data();
    }

    private JsonNode awaitState(JsonNode webhook, String id, String state) {
        return await("delivery " + state).atMost(LIMIT).until(() -> delivery(webhook, id), delivery -> delivery.path(
                        "state")
                .asText()
                .equals(state));
    }

    private long total(JsonNode webhook, String state) {
        return api.get(path(webhook) + "/deliveries?state=" + state)
                .expect(200)
                .json()
                .path("total")
                .asLong();
    }

    @Test
    void aReceiverThatFailsIsTriedAgainWithTheSameIdAndSignedAnew() {
        WebhookReceiver receiver = receiver().answering(500).answering(503, "Retry-After", "1");
        JsonNode webhook = webhook(receiver);
        String id = test(webhook);

        JsonNode delivered = awaitState(webhook, id, "delivered");

        assertThat(delivered.path("tries").asInt()).isEqualTo(3);
        assertThat(delivered.path("attempts"))
                .extracting(attempt -> attempt.path("status").asInt())
                .containsExactly(500, 503, 200);
        assertThat(delivered.at("/attempts/0/answer").asText()).isEqualTo("answered 500");
        List<Message> messages = receiver.messages();
        assertThat(messages).hasSize(3).extracting(Message::id).containsOnly(id);
        assertThat(messages)
                .extracting(Message::body)
                .containsOnly(messages.getFirst().body());
        assertThat(messages)
                .allMatch(message -> message.isSignedWith(webhook.path("secret").asText()))
                .noneMatch(message -> message.isSignedWith("whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"));
        assertThat(messages.getLast().timestamp())
                .as("left alone for the second that it asked for")
                .isAfter(messages.getFirst().timestamp());
        JsonNode told = messages.getFirst().json();
        assertThat(told.path("id").asText()).isEqualTo(id);
        assertThat(told.path("type").asText()).isEqualTo("webhook.test");
        assertThat(told.path("tenant").asText()).isEqualTo("default");
        assertThat(told.path("data").path("webhook_id")).isEqualTo(webhook.path("id"));
        assertThat(delivered.path("message")).isEqualTo(told);
    }

    @Test
    void aReceiverThatGoesAwayGetsEverythingOnceItIsBackAndItIsReplayed() {
        WebhookReceiver receiver = receiver();
        JsonNode webhook = webhook(receiver);
        receiver.goAway();
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            ids.add(test(webhook));
        }
        for (String id : ids) {
            JsonNode dead = awaitState(webhook, id, "dead");
            assertThat(dead.path("reason").asText()).isEqualTo("attempts_used_up");
            assertThat(dead.path("attempts")).hasSize(ATTEMPTS).allSatisfy(attempt -> assertThat(
                            attempt.path("error").asText())
                    .isEqualTo("connection_refused"));
        }
        assertThat(total(webhook, "dead")).isEqualTo(5);
        assertThat(total(webhook, "pending")).isZero();

        receiver.comeBack();
        api.post(path(webhook) + "/deliveries/" + ids.getFirst() + "/replay", "")
                .expect(202);
        awaitState(webhook, ids.getFirst(), "delivered");
        JsonNode replayed = api.post(path(webhook) + "/deliveries/replay-dead", "")
                .expect(202)
                .data();

        assertThat(replayed.path("replayed").asInt()).isEqualTo(4);
        ids.forEach(id -> awaitState(webhook, id, "delivered"));
        assertThat(receiver.messages()).extracting(Message::id).containsExactlyInAnyOrderElementsOf(ids);
        assertThat(receiver.messages())
                .allMatch(message -> message.isSignedWith(webhook.path("secret").asText()));
        assertThat(total(webhook, "dead")).isZero();
    }

    @Test
    void aReceiverThatHangsHoldsUpNobodyElse() {
        WebhookReceiver slow = receiver();
        slow.hang();
        JsonNode slowHook = webhook(slow);
        JsonNode quickHook = webhook(receiver());
        List<String> hanging = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            hanging.add(test(slowHook));
        }
        slow.awaitMessages(2);

        awaitState(quickHook, test(quickHook), "delivered");

        assertThat(total(slowHook, "delivered")).isZero();
        slow.recover();
        hanging.forEach(id ->
                api.post(path(slowHook) + "/deliveries/" + id + "/replay", "").expect(202));
        hanging.forEach(id -> awaitState(slowHook, id, "delivered"));
        assertThat(delivery(slowHook, hanging.getFirst())
                        .at("/attempts/0/error")
                        .asText())
                .isIn("timeout", "");
    }

    @Test
    void whoAnswersThatItIsGoneIsToldNothingMore() {
        WebhookReceiver receiver = receiver().answering(410);
        JsonNode webhook = webhook(receiver);
        JsonNode dead = awaitState(webhook, test(webhook), "dead");
        assertThat(dead.path("reason").asText()).isEqualTo("gone");
        JsonNode disabled = api.get(path(webhook)).expect(200).data();
        assertThat(disabled.path("enabled").asBoolean()).isFalse();
        assertThat(disabled.path("disabled_reason").asText()).contains("410");
        api.post(path(webhook) + "/test", "").expectProblem(409, "conflict");
        api.post(path(webhook) + "/deliveries/" + dead.path("id").asText() + "/replay", "")
                .expectProblem(409, "conflict");

        api.put(path(webhook), Map.of("enabled", true)).expect(200);
        api.post(path(webhook) + "/deliveries/" + dead.path("id").asText() + "/replay", "")
                .expect(202);
        awaitState(webhook, dead.path("id").asText(), "delivered");
    }

    @Test
    void whatIsReplayedDuringItsLastAttemptIsTriedOnceMore() {
        WebhookReceiver receiver = receiver();
        receiver.hang();
        JsonNode webhook = webhook(receiver);
        String id = test(webhook);
        receiver.awaitMessages(ATTEMPTS);
        api.post(path(webhook) + "/deliveries/" + id + "/replay", "").expect(202);

        receiver.awaitMessages(ATTEMPTS + 1);
        receiver.recover();

        awaitState(webhook, id, "delivered");
        assertThat(receiver.messages()).extracting(Message::id).containsOnly(id);
    }

    @Test
    void aReceiverIsHeardWhateverItsAnswerSaysOfItsBody() {
        WebhookReceiver receiver = receiver().answering(200, "Content-Encoding", "gzip");
        JsonNode webhook = webhook(receiver);
        JsonNode delivered = awaitState(webhook, test(webhook), "delivered");
        assertThat(delivered.path("attempts")).hasSize(1);
        assertThat(delivered.at("/attempts/0/answer").asText()).isEqualTo("answered 200");
    }

    @Test
    void theOldSecretSignsBesideTheNewOne() {
        WebhookReceiver receiver = receiver();
        JsonNode webhook = webhook(receiver);
        JsonNode rotated =
                api.post(path(webhook) + "/rotate-secret", "").expect(200).data();
        assertThat(rotated.path("old_secret_until").asText()).isNotEmpty();
        awaitState(webhook, test(webhook), "delivered");
        assertThat(receiver.messages()).singleElement().satisfies(message -> {
            assertThat(message.isSignedWith(webhook.path("secret").asText())).isTrue();
            assertThat(message.isSignedWith(rotated.path("secret").asText())).isTrue();
        });
    }

    @Test
    void isMadeShownChangedAndDeleted() {
        JsonNode made = webhook(receiver());
        assertThat(made.path("secret").asText()).startsWith("whsec_");
        Reply read = api.get(path(made)).expect(200);
        assertThat(read.data().has("secret")).isFalse();
        assertThat(api.get(WEBHOOKS).expect(200).text())
                .contains(made.path("id").asText())
                .doesNotContain(made.path("secret").asText());

        Reply changed = api.put(path(made), Map.of("events", List.of("alert.firing"), "description", "pager"))
                .expect(200);
        assertThat(changed.data().path("description").asText()).isEqualTo("pager");
        assertThat(changed.data().path("url")).isEqualTo(made.path("url"));
        api.send(api.request(path(made)).header("If-Match", read.header("ETag")).DELETE())
                .expectProblem(412, "precondition_failed");
        String delivery = test(made);

        api.delete(path(made)).expect(200);
        api.get(path(made)).expectProblem(404, "not_found");
        api.get(path(made) + "/deliveries/" + delivery).expectProblem(404, "not_found");
        api.get(WEBHOOKS + "/" + UUID.randomUUID()).expectProblem(404, "not_found");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "not a url",
                "ftp://example.org/",
                "https://user:password@example.org/",
                "http://169.254.169.254/latest/meta-data/",
                "http://[fe80::1]/",
                "http://10.0.0.1/"
            })
    void refusesAddressesThatItMayNotCall(String url) {
        long before = api.get(WEBHOOKS).json().path("total").asLong();
        Reply refused = api.post(WEBHOOKS, Map.of("url", url, "events", List.of("*")));
        refused.expect(422);
        assertThat(refused.faultyFields()).containsExactly("url");
        assertThat(api.get(WEBHOOKS).json().path("total").asLong()).isEqualTo(before);
    }

    @Test
    void refusesWhatIsMissingAndWhatNobodyTells() {
        Map<String, Object> body = new HashMap<>(Map.of("url", "https://example.org/"));
        assertThat(api.post(WEBHOOKS, body).expect(422).faultyFields()).containsExactly("events");
        body.put("events", List.of("alert.fired"));
        assertThat(api.post(WEBHOOKS, body).expect(422).faultyFields()).containsExactly("events");
        body.remove("url");
        body.put("events", List.of("*"));
        assertThat(api.post(WEBHOOKS, body).expect(422).faultyFields()).containsExactly("url");
        body.put("uri", "https://example.org/");
        assertThat(api.post(WEBHOOKS, body).expect(400).faultyFields()).containsExactly("uri");
        assertThat(api.get(WEBHOOKS + "/x/deliveries?state=lost").expect(422).faultyFields())
                .containsExactly("state");
    }
}
