package io.ris.hub.platform.websocket;

import java.util.function.Consumer;

/** What an outbox needs of a WebSocket. Called by one thread at a time. */
public interface Transport {

    /** Begins to send a text; {@code done} is called once, with whether it went out. */
    void sendText(String text, Consumer<Boolean> done);

    /** Sends a ping; false if that failed. */
    boolean sendPing();

    /** Closes with a code of RFC 6455, section 7.4, and a reason of at most 123 bytes. */
    void close(int code, String reason);
}
