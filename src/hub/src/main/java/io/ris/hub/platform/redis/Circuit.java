package io.ris.hub.platform.redis;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Whether Redis is asked. An outage ends with an answer to a probe; one that follows soon after another keeps probes away for
 * longer, so that a Redis at the edge of its strength is not asked and given up every second. Thread-safe.
 */
final class Circuit {

    /** How long after an outage the next one counts as the same trouble. */
    static final Duration CALM = Duration.ofMinutes(1);

    static final Duration FIRST_PAUSE = Duration.ofMillis(500);
    static final Duration LONGEST_PAUSE = Duration.ofSeconds(32);

    private final LongSupplier nanos;
    private volatile boolean closed;
    private boolean begun;
    private long since;
    private Duration pause = FIRST_PAUSE;

    /** Open, and a probe is due. */
    Circuit(LongSupplier nanos) {
        this.nanos = nanos;
    }

    boolean isClosed() {
        return closed;
    }

    /** There was no answer; returns whether this begins an outage. */
    synchronized boolean open() {
        if (begun && !closed) {
            return false;
        }
        long now = nanos.getAsLong();
        pause = closed && now - since < CALM.toNanos() ? longer() : FIRST_PAUSE;
        begin(false, now);
        return true;
    }

    private Duration longer() {
        Duration twice = pause.multipliedBy(2);
        return twice.compareTo(LONGEST_PAUSE) < 0 ? twice : LONGEST_PAUSE;
    }

    /** A probe was answered. */
    synchronized void close() {
        begin(true, nanos.getAsLong());
    }

    private void begin(boolean answered, long now) {
        begun = true;
        closed = answered;
        since = now;
    }

    synchronized boolean isProbeDue() {
        return !closed && (!begun || nanos.getAsLong() - since >= pause.toNanos());
    }
}
