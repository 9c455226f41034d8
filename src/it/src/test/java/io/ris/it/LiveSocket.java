package io.ris.it;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.ris.protocol.Json;
import io.ris.protocol.OutputData;
import java.io.ByteArrayOutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A live WebSocket in the hands of a test. */
final class LiveSocket implements AutoCloseable {

    private static final int LIMIT_SECONDS = 30;

    private final WebSocket socket;
    private final AgentSocket.Heard heard;

    private LiveSocket(WebSocket socket, AgentSocket.Heard heard) {
        this.socket = socket;
        this.heard = heard;
    }

    static LiveSocket open(Hub hub, String token) {
        return open(hub, "", Map.of("Authorization", "Bearer " + token));
    }

    /** @throws AssertionError if it is refused */
    static LiveSocket open(Hub hub, String query, Map<String, String> headers) {
        AgentSocket.Heard heard = new AgentSocket.Heard();
        try {
            return new LiveSocket(connect(hub, query, headers, heard), heard);
        } catch (ExecutionException e) {
            throw new AssertionError("refused: " + e.getCause(), e);
        }
    }

    /** The status with which the hub refuses. */
    static int refusal(Hub hub, String query, Map<String, String> headers) {
        try {
            connect(hub, query, headers, new AgentSocket.Heard()).abort();
            return 101;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof WebSocketHandshakeException refused) {
                return refused.getResponse().statusCode();
            }
            throw new AssertionError(e);
        }
    }

    /** Opens one whose listener is the test's. */
    static WebSocket connect(Hub hub, String query, Map<String, String> headers, WebSocket.Listener listener)
            throws ExecutionException {
        try {
            WebSocket.Builder builder = HttpClient.newBuilder()
                    .sslContext(RisApi.trusting(hub.tls("ca.pem"), null))
                    .build()
                    .newWebSocketBuilder();
            headers.forEach(builder::header);
            return builder.buildAsync(URI.create("wss://localhost:" + hub.port() + "/api/v1/ws" + query), listener)
                    .get(LIMIT_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException | TimeoutException e) {
            throw new AssertionError(e);
        }
    }

    void say(String type, Map<String, ?> payload) {
        try {
            Map<String, Object> message = new LinkedHashMap<>();
            message.put("type", type);
            message.put("payload", payload);
            say(Json.strict().writeValueAsString(message));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    void say(String text) {
        try {
            AgentSocket.send(socket, text);
        } catch (InterruptedException | TimeoutException e) {
            throw new AssertionError(e);
        }
    }

    void follow(String task) {
        say("subscribe", Map.of("task_id", task));
    }

    /** Waits for a message of a type, and returns what it says. */
    JsonNode await(String type) {
        return heard.await(type).path("payload");
    }

    AgentSocket.Heard heard() {
        return heard;
    }

    /** What came of a stream of a task. */
    String text(String task, String stream) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (JsonNode message : heard.of("task_output")) {
            JsonNode part = message.path("payload");
            if (part.path("task_id").asText().equals(task)
                    && part.path("stream").asText().equals(stream)) {
                all.writeBytes(new OutputData(
                                part.path("data").asText(),
                                part.path("encoding").asText())
                        .bytes());
            }
        }
        return all.toString(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        socket.abort();
    }
}
