package io.ris.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.ris.protocol.AgentFrame;
import io.ris.protocol.AgentId;
import io.ris.protocol.FrameCodec;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.KeyManager;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** An agent's WebSocket in the hands of a test. */
final class AgentSocket {

    private static final int LIMIT_SECONDS = 30;

    private AgentSocket() {}

    /** Connects with an agent's keys. */
    static WebSocket open(Hub hub, int port, KeyManager[] keys, WebSocket.Listener listener)
            throws InterruptedException, ExecutionException, TimeoutException {
        return open(hub, port, keys, Map.of(), listener);
    }

    /** Connects with or without keys, and with further headers. */
    static WebSocket open(
            Hub hub, int port, KeyManager @Nullable [] keys, Map<String, String> headers, WebSocket.Listener listener)
            throws InterruptedException, ExecutionException, TimeoutException {
        WebSocket.Builder socket = HttpClient.newBuilder()
                .sslContext(RisApi.trusting(hub.tls("ca.pem"), keys))
                .build()
                .newWebSocketBuilder()
                .subprotocols(FrameCodec.SUBPROTOCOL);
        headers.forEach(socket::header);
        return socket.buildAsync(URI.create("wss://localhost:" + port + "/pingpong"), listener)
                .get(LIMIT_SECONDS, TimeUnit.SECONDS);
    }

    /** What the hub says on a connection, and how the connection ends. */
    static final class Heard implements WebSocket.Listener {

        private final CompletableFuture<Integer> closed = new CompletableFuture<>();
        private final List<JsonNode> frames = new CopyOnWriteArrayList<>();
        private final StringBuilder begun = new StringBuilder();

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence piece, boolean last) {
            begun.append(piece);
            if (last) {
                frames.add(new Reply(200, HttpHeaders.of(Map.of(), (name, value) -> true), begun.toString()).json());
                begun.setLength(0);
            }
            socket.request(1);
            return null;
        }

        @Override
        public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
            closed.complete(code);
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public void onError(WebSocket socket, Throwable error) {
            closed.completeExceptionally(error);
        }

        /** The code of the hub's close frame. */
        CompletableFuture<Integer> closed() {
            return closed;
        }

        /** The frames of a type that came. */
        List<JsonNode> of(String type) {
            return frames.stream()
                    .filter(frame -> type.equals(frame.path("type").asText()))
                    .toList();
        }

        /** Waits for a frame of a type. */
        JsonNode await(String type) {
            return await(type, 1).getFirst();
        }

        /** Waits for several frames of a type. */
        List<JsonNode> await(String type, int count) {
            return Awaitility.await("frames " + type)
                    .atMost(Duration.ofSeconds(LIMIT_SECONDS))
                    .until(() -> of(type), came -> came.size() >= count);
        }
    }

    /** What an agent says first. */
    static AgentFrame.Hello hello(String agentId, int capacity) {
        return new AgentFrame.Hello(
                new AgentId(agentId),
                "1.0.0",
                List.of(FrameCodec.VERSION),
                Set.of("command"),
                capacity,
                new AgentFrame.Host("linux", "amd64", "test", 1, 1024),
                Map.of(),
                List.of(),
                null,
                "boot",
                0,
                List.of());
    }

    /** Sends a frame, where the connection still takes any. */
    static void send(WebSocket socket, AgentFrame frame) throws InterruptedException, TimeoutException {
        send(socket, FrameCodec.encode(frame));
    }

    /** Sends a text that need be no frame, where the connection still takes any. */
    static void send(WebSocket socket, String text) throws InterruptedException, TimeoutException {
        try {
            socket.sendText(text, true).get(LIMIT_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException ended) {
            assertThat(ended).hasCauseInstanceOf(IOException.class);
        }
    }
}
