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
    private static final long MICROSECOND = 1_000;

    /** What one request costs, in nanoseconds until it is made good: whole microseconds, which is what Redis counts in. */
    long cost() {
        return MINUTE / perMinute / MICROSECOND * MICROSECOND;
    }

    /** What may be owed at most. */
    long depth() {
        return cost() * burst;
    }
}
