package io.ris.agent.connection;

import io.ris.protocol.HubFrame.ReconnectPolicy;
import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before the next attempt: a bound that grows exponentially, of which a share is left to chance, so that
 * many agents do not come back at once. Not thread-safe.
 */
public final class Backoff {

    /** From 1 s to 300 s, doubling, full jitter; until a hub says otherwise. */
    public static final ReconnectPolicy DEFAULT =
            new ReconnectPolicy(Duration.ofSeconds(1), Duration.ofSeconds(300), 2, 1);

    private final RandomGenerator random;
    private ReconnectPolicy policy;
    private double bound;

    public Backoff(ReconnectPolicy policy, RandomGenerator random) {
        this.random = random;
        this.policy = policy;
        this.bound = millis(policy.initialDelay());
    }

    /** The delay before the next attempt; the one after it may be longer. */
    public Duration next() {
        double fixed = bound * (1 - policy.jitter());
        Duration delay = Duration.ofMillis(Math.round(fixed + bound * policy.jitter() * random.nextDouble()));
        bound = Math.min(bound * policy.multiplier(), millis(policy.maxDelay()));
        return delay;
    }

    /** Begins anew, by this policy. */
    public void reset(ReconnectPolicy newPolicy) {
        policy = newPolicy;
        bound = millis(newPolicy.initialDelay());
    }

    private static double millis(Duration duration) {
        return duration.toMillis();
    }
}
