package io.ris.hub.platform.live;

import io.ris.hub.platform.web.Permissions;
import io.ris.hub.platform.web.RequiresOneOf;
import io.ris.hub.platform.websocket.IncomingText;
import io.ris.hub.platform.websocket.SessionEndpoint;
import jakarta.enterprise.inject.spi.CDI;
import jakarta.websocket.CloseReason;
import jakarta.websocket.OnClose;
import jakarta.websocket.OnError;
import jakarta.websocket.OnMessage;
import jakarta.websocket.OnOpen;
import jakarta.websocket.PongMessage;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerEndpoint;
import org.jspecify.annotations.Nullable;

/** The WebSocket for users' programs and pages. One instance for each connection, made for whom {@link LiveHandshakeFilter} let in. */
@ServerEndpoint(LiveHandshakeFilter.PATH)
public class LiveEndpoint {

    private static final System.Logger LOG = System.getLogger(LiveEndpoint.class.getName());
    private static final int LARGEST_MESSAGE = 512 * 1024;

    private final LiveSockets sockets;
    private final LiveConnections.Place place;
    private final IncomingText incoming = new IncomingText(LARGEST_MESSAGE);
    private @Nullable LiveSocket socket;

    /** Made by the server on the thread of the handshake. */
    public LiveEndpoint() {
        sockets = CDI.current().select(LiveSockets.class).get();
        place = LiveHandshakeFilter.placeOfThisThread();
    }

    @OnOpen
    public void open(Session session) {
        session.setMaxIdleTimeout(0); // the hub closes silent connections itself, with a legal code
        session.setMaxTextMessageBufferSize(LARGEST_MESSAGE);
        socket = sockets.open(place, new SessionEndpoint(session), session.getRequestParameterMap());
    }

    @OnMessage(maxMessageSize = LARGEST_MESSAGE)
    @RequiresOneOf({Permissions.TASK_READ, Permissions.MONITORING_READ})
    public void receive(String piece, boolean last) {
        LiveSocket open = socket;
        if (open != null) {
            incoming.add(piece, last, () -> tooLarge(open)).ifPresent(open::receive);
        }
    }

    private static void tooLarge(LiveSocket open) {
        open.close(CloseReason.CloseCodes.TOO_BIG.getCode(), "a message of more than " + LARGEST_MESSAGE + " bytes");
    }

    @OnMessage
    @RequiresOneOf({Permissions.TASK_READ, Permissions.MONITORING_READ})
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
}
