package io.ris.hub.platform.live;

import io.ris.hub.platform.websocket.Transport;
import java.time.Clock;
import java.time.Instant;
import java.util.function.Consumer;

/** A transport of which it is known since when it takes no more. Thread-safe as far as what it stands for is. */
final class WatchedTransport implements Transport {

    private final Transport transport;
    private final Clock clock;
    private volatile Instant sendingSince = Instant.MAX;
    private volatile Runnable whenSent = () -> {};

    WatchedTransport(Transport transport, Clock clock) {
        this.transport = transport;
        this.clock = clock;
    }

    /** @param action to be called after each text that has gone out */
    void whenSent(Runnable action) {
        whenSent = action;
    }

    Clock clock() {
        return clock;
    }

    /** Since when one text is on its way; {@link Instant#MAX} where none is. */
    Instant sendingSince() {
        return sendingSince;
    }

    @Override
    public void sendText(String text, Consumer<Boolean> done) {
        sendingSince = clock.instant();
        transport.sendText(text, sent -> {
            sendingSince = Instant.MAX;
            done.accept(sent);
            whenSent.run();
        });
    }

    @Override
    public boolean sendPing() {
        return transport.sendPing();
    }

    @Override
    public void close(int code, String reason) {
        transport.close(code, reason);
    }
}
