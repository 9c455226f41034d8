package io.ris.hub.fleet.connection;

import io.ris.hub.platform.web.Permissions;
import io.ris.hub.platform.web.RequiresPermission;
import io.ris.hub.platform.websocket.IncomingText;
import io.ris.hub.platform.websocket.SessionEndpoint;
import io.ris.protocol.FrameCodec;
import jakarta.enterprise.inject.spi.CDI;
import jakarta.websocket.CloseReason;
import jakarta.websocket.OnClose;
import jakarta.websocket.OnError;
import jakarta.websocket.OnMessage;
import jakarta.websocket.OnOpen;
import jakarta.websocket.PongMessage;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerEndpoint;
import jakarta.websocket.server.ServerEndpointConfig;
import org.jspecify.annotations.Nullable;

/** The agents' WebSocket. One instance for each connection, made for the identity that {@link AgentHandshakeFilter} found. */
@ServerEndpoint(
        value = "/pingpong",
        subprotocols = FrameCodec.SUBPROTOCOL,
        configurator = AgentEndpoint.NoBrowsers.class)
public class AgentEndpoint {

    private static final System.Logger LOG = System.getLogger(AgentEndpoint.class.getName());

    private final AgentGateway gateway;
    private final AgentIdentity identity;
    private final IncomingText incoming = new IncomingText(FrameCodec.MAX_MESSAGE_BYTES);
    private @Nullable AgentConnection connection;

    /** Made by the server on the thread of the handshake. */
    public AgentEndpoint() {
        gateway = CDI.current().select(AgentGateway.class).get();
        identity = AgentHandshakeFilter.identityOfThisThread();
    }

    @OnOpen
    public void open(Session session) {
        session.setMaxIdleTimeout(0); // the hub closes silent connections itself, with a legal code
        session.setMaxTextMessageBufferSize(FrameCodec.MAX_MESSAGE_BYTES);
        connection = gateway.open(identity, new SessionEndpoint(session));
    }

    @OnMessage(maxMessageSize = FrameCodec.MAX_MESSAGE_BYTES)
    @RequiresPermission(Permissions.AGENT_CONNECT)
    public void receive(String piece, boolean last) {
        AgentConnection open = connection;
        if (open != null) {
            incoming.add(piece, last, () -> tooLarge(open)).ifPresent(message -> gateway.receive(open, message));
        }
    }

    private static void tooLarge(AgentConnection open) {
        open.close(
                CloseReason.CloseCodes.TOO_BIG.getCode(),
                "a message of more than " + FrameCodec.MAX_MESSAGE_BYTES + " bytes");
    }

    @OnMessage
    @RequiresPermission(Permissions.AGENT_CONNECT)
    public void pong(PongMessage pong) {
        if (connection != null) {
            gateway.heard(connection);
        }
    }

    @OnError
    public void error(Throwable fault) {
        LOG.log(System.Logger.Level.WARNING, "connection of " + identity.agent() + " failed", fault);
        if (connection != null) {
            connection.close(CloseReason.CloseCodes.UNEXPECTED_CONDITION.getCode(), "internal error");
        }
    }

    @OnClose
    public void close(CloseReason reason) {
        if (connection != null) {
            gateway.closed(connection, reason.getCloseCode().getCode() + " " + reason.getReasonPhrase());
        }
    }

    /** Lets in no page of a browser. */
    public static final class NoBrowsers extends ServerEndpointConfig.Configurator {

        @Override
        public boolean checkOrigin(String origin) {
            return origin == null;
        }
    }
}
