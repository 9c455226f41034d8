package io.ris.hub.platform.edge;

import java.time.Duration;

/**
 * How often somebody may ask.
 *
 * @param perMinute requests in the long run
 * @param burst requests at once by who has not asked for a while
 */
public record RateLimit(int perMinute, int burst) {

    private static final long MINUTE = Duration.ofMinutes(1).toNanos();

    /** What one request costs, in nanoseconds until it is made good. */
    long cost() {
        return MINUTE / perMinute;
    }

    /** What may be owed at most. */
    long depth() {
        return cost() * burst;
    }
}
