package io.ris.agent.connection;

import io.ris.protocol.FrameCodec;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A wire over the JDK's WebSocket. That one answers pings by itself, and does not let a client send the close codes 1003
 * and 1009; their namesakes 4003 and 4009, from the private range, take their place.
 */
final class WebSocketWire implements Wire {

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(20);
    private static final long CLOSE_TIMEOUT_SECONDS = 2;

    private final WebSocket webSocket;

    private WebSocketWire(WebSocket webSocket) {
        this.webSocket = webSocket;
    }

    static Opener opener(HubAccess access) {
        return listener -> access.entrance().thenCompose(entrance -> open(entrance, listener));
    }

    private static CompletionStage<Wire> open(HubAccess.Entrance entrance, Listener listener) {
        WebSocket.Builder builder = entrance.client()
                .newWebSocketBuilder()
                .subprotocols(FrameCodec.SUBPROTOCOL)
                .connectTimeout(CONNECT_TIMEOUT);
        if (entrance.authorization() != null) {
            builder.header("Authorization", entrance.authorization());
        }
        return builder.buildAsync(entrance.uri(), new Ear(listener)).thenApply(WebSocketWire::new);
    }

    @Override
    public void begin() {
        webSocket.request(1);
    }

    @Override
    public void proceed() {
        webSocket.request(1);
    }

    @Override
    public CompletionStage<?> send(String message) {
        return webSocket.sendText(message, true);
    }

    @Override
    public void close(int code, String reason) {
        int allowed = code == 1003 || code == 1009 ? code + 3000 : code;
        var unused = webSocket
                .sendClose(allowed, reason)
                .orTimeout(CLOSE_TIMEOUT_SECONDS, TimeUnit.SECONDS)
                .whenComplete((sent, failure) -> webSocket.abort());
    }

    @Override
    public void abort() {
        webSocket.abort();
    }

    /** Passes on what the WebSocket hears; asks for more by itself only for what is no message. */
    private static final class Ear implements WebSocket.Listener {

        private final Listener listener;
        private final MessageAssembly assembly = new MessageAssembly(FrameCodec.MAX_MESSAGE_BYTES);

        Ear(Listener listener) {
            this.listener = listener;
        }

        @Override
        public void onOpen(WebSocket opened) {
            // The first message is asked for by begin().
        }

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
            listener.heard();
            assembly.add(data, last).ifPresentOrElse(listener::message, () -> part(from));
            return null;
        }

        private void part(WebSocket from) {
            if (assembly.isTooLarge()) {
                listener.unreadable(Unreadable.TOO_LARGE);
            } else {
                from.request(1);
            }
        }

        @Override
        public @Nullable CompletionStage<?> onBinary(WebSocket from, ByteBuffer data, boolean last) {
            listener.heard();
            if (last) {
                listener.unreadable(Unreadable.BINARY);
            } else {
                from.request(1);
            }
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onPing(WebSocket from, ByteBuffer message) {
            listener.heard();
            from.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onPong(WebSocket from, ByteBuffer message) {
            listener.heard();
            from.request(1);
            return null;
        }

        @Override
        public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
            listener.ended("the hub closed the connection (" + code + (reason.isEmpty() ? "" : " " + reason) + ")");
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public void onError(WebSocket from, Throwable failure) {
            listener.ended(failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage());
        }
    }
}
