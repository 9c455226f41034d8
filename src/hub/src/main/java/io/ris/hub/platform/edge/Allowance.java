package io.ris.hub.platform.edge;

import java.time.Duration;

/**
 * What a bucket says to one request.
 *
 * @param limit the limit that it keeps
 * @param granted whether the request may go on
 * @param remaining how many more may follow at once
 * @param untilNext when one more may follow; zero if at once
 * @param untilFull when the whole burst is there again
 */
public record Allowance(RateLimit limit, boolean granted, int remaining, Duration untilNext, Duration untilFull) {

    /**
     * By what is owed.
     *
     * @param owed in nanoseconds until it is made good, with this request if it was granted
     */
    static Allowance of(RateLimit limit, boolean granted, long owed) {
        return new Allowance(
                limit,
                granted,
                (int) Math.max(0, (limit.depth() - owed) / limit.cost()),
                Duration.ofNanos(Math.max(0, owed + limit.cost() - limit.depth())),
                Duration.ofNanos(owed));
    }
}
