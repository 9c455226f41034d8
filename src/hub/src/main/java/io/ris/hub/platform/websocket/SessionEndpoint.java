package io.ris.hub.platform.websocket;

import jakarta.websocket.CloseReason;
import jakarta.websocket.Session;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** The other end of one of the server's sessions. */
public record SessionEndpoint(Session session) implements Transport {

    private static final System.Logger LOG = System.getLogger(SessionEndpoint.class.getName());
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
