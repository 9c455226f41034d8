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
public record Allowance(RateLimit limit, boolean granted, int remaining, Duration untilNext, Duration untilFull) {}
