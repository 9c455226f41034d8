package io.ris.hub.platform.live;

import io.ris.hub.platform.web.Permissions;
import io.ris.hub.platform.web.RequiresPermission;
import jakarta.enterprise.inject.spi.CDI;
import jakarta.websocket.CloseReason;
import jakarta.websocket.OnClose;
import jakarta.websocket.OnError;
import jakarta.websocket.OnMessage;
import jakarta.websocket.OnOpen;
import jakarta.websocket.PongMessage;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerEndpoint;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The WebSocket for users' programs and pages. One instance for each connection, made for whom {@link LiveHandshakeFilter} let in. */
@ServerEndpoint(LiveHandshakeFilter.PATH)
public class LiveEndpoint {

    private static final System.Logger LOG = System.getLogger(LiveEndpoint.class.getName());
    private static final int LARGEST_MESSAGE = 512 * 1024;

    private final LiveSockets sockets;
    private final LiveConnections.Place place;
    private @Nullable LiveSocket socket;
    private StringBuilder begun = new StringBuilder();
    private boolean isTooLarge;

    /** Made by the server on the thread of the handshake. */
    public LiveEndpoint() {
        sockets = CDI.current().select(LiveSockets.class).get();
        place = LiveHandshakeFilter.placeOfThisThread();
    }

    @OnOpen
    public void open(Session session) {
        session.setMaxIdleTimeout(0); // the hub closes silent connections itself, with a legal code
        session.setMaxTextMessageBufferSize(LARGEST_MESSAGE);
        socket = sockets.open(place, new SessionTransport(session));
    }

    /** The server bounds each piece of a message, but not what they add up to. */
    @OnMessage(maxMessageSize = LARGEST_MESSAGE)
    @RequiresPermission(Permissions.TASK_READ)
    public void receive(String piece, boolean last) {
        if (socket == null || isTooLarge) {
            return;
        }
        if (begun.length() + piece.length() > LARGEST_MESSAGE) {
            isTooLarge = true;
            begun.setLength(0);
            socket.close(
                    CloseReason.CloseCodes.TOO_BIG.getCode(), "a message of more than " + LARGEST_MESSAGE + " bytes");
            return;
        }
        if (!last) {
            begun.append(piece);
            return;
        }
        String message = begun.isEmpty() ? piece : begun.append(piece).toString();
        begun = new StringBuilder();
        socket.receive(message);
    }

    @OnMessage
    @RequiresPermission(Permissions.TASK_READ)
    public void pong(PongMessage pong) {
        if (socket != null) {
            socket.heard();
        }
    }

    @OnError
    public void error(Throwable fault) {
        LOG.log(System.Logger.Level.DEBUG, "a live connection failed", fault);
        if (socket != null) {
            socket.close(CloseReason.CloseCodes.UNEXPECTED_CONDITION.getCode(), "internal error");
        }
    }

    @OnClose
    public void close(CloseReason reason) {
        place.leave();
        if (socket != null) {
            socket.closed();
        }
    }

    /** A session of the server's. */
    public record SessionTransport(Session session) implements Transport {

        private static final int MAX_REASON_BYTES = 120;

        @Override
        public void sendText(String text, Consumer<Boolean> done) {
            try {
                session.getAsyncRemote().sendText(text, result -> done.accept(result.isOK()));
            } catch (IllegalStateException e) {
                LOG.log(System.Logger.Level.DEBUG, "a message came after the connection's end", e);
                done.accept(false);
            }
        }

        @Override
        public boolean sendPing() {
            try {
                session.getBasicRemote().sendPing(ByteBuffer.allocate(0));
                return true;
            } catch (IOException e) {
                LOG.log(System.Logger.Level.DEBUG, "a ping could not be sent", e);
                return false;
            }
        }

        @Override
        public void close(int code, String reason) {
            try {
                session.close(new CloseReason(CloseReason.CloseCodes.getCloseCode(code), shorten(reason)));
            } catch (IOException e) {
                LOG.log(System.Logger.Level.DEBUG, "a connection could not be closed in form", e);
            }
        }

        private static String shorten(String reason) {
            byte[] bytes = reason.getBytes(StandardCharsets.UTF_8);
            return bytes.length <= MAX_REASON_BYTES ? reason : reason.substring(0, MAX_REASON_BYTES / 4);
        }
    }
}
