package io.ris.cli;

import java.time.Duration;

/** Delays that double up to a longest one. Not safe for use by several threads. */
public final class Backoff {

    private final Duration first;
    private final Duration longest;
    private Duration next;

    /**
     * @param first the shortest delay
     * @param longest where they stop to double
     */
    public Backoff(Duration first, Duration longest) {
        this.first = first;
        this.longest = longest;
        this.next = first;
    }

    /** The delay before the next try. */
    public Duration next() {
        Duration delay = next;
        Duration doubled = next.multipliedBy(2);
        next = doubled.compareTo(longest) > 0 ? longest : doubled;
        return delay;
    }

    /** Begins anew with the shortest delay. */
    public void reset() {
        next = first;
    }
}
