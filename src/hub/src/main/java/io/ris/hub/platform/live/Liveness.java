package io.ris.hub.platform.live;

import java.time.Duration;
import java.time.Instant;

/** Whether the other side of a WebSocket is there: it is asked from time to time, and is gone when it says nothing. Thread-safe. */
final class Liveness {

    static final Duration PING_INTERVAL = Duration.ofSeconds(54);
    static final Duration SILENCE = Duration.ofSeconds(60);

    /** Who was asked late, because much was on its way to it, still has this for its answer. */
    static final Duration ANSWER = Duration.ofSeconds(5);

    private volatile Instant heardAt;
    private volatile Instant askedAt;
    private volatile boolean owesAnswer;

    Liveness(Instant now) {
        heardAt = now;
        askedAt = now;
    }

    /** Something came from the other side. */
    void heard(Instant now) {
        heardAt = now;
        owesAnswer = false;
    }

    boolean isPingDue(Instant now) {
        return !now.isBefore(askedAt.plus(PING_INTERVAL));
    }

    /** A ping goes out. */
    void asked(Instant now) {
        askedAt = now;
        owesAnswer = true;
    }

    boolean isGone(Instant now) {
        return owesAnswer && !now.isBefore(heardAt.plus(SILENCE)) && !now.isBefore(askedAt.plus(ANSWER));
    }
}
