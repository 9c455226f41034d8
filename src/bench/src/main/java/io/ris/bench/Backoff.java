package io.ris.bench;

import io.ris.protocol.HubFrame.ReconnectPolicy;
import java.time.Duration;
import java.util.random.RandomGenerator;

/** How long an agent waits before its next attempt to connect. Not thread-safe. */
final class Backoff {

    /** What agents do until a hub told them otherwise: 1 s to 300 s with full jitter. */
    static final ReconnectPolicy DEFAULT_POLICY =
            new ReconnectPolicy(Duration.ofSeconds(1), Duration.ofSeconds(300), 2, 1);

    private final RandomGenerator random;
    private ReconnectPolicy policy = DEFAULT_POLICY;
    private int failures;

    Backoff(RandomGenerator random) {
        this.random = random;
    }

    /** A connection succeeded: start again from the initial delay, by the policy that the hub gave. */
    void reset(ReconnectPolicy given) {
        policy = given;
        failures = 0;
    }

    /** The delay before the next attempt; longer from call to call. */
    Duration next() {
        double initial = policy.initialDelay().toNanos();
        double longest = policy.maxDelay().toNanos();
        double bound = Math.min(longest, initial * Math.pow(policy.multiplier(), failures));
        failures++;
        return Duration.ofNanos((long) (bound * (1 - policy.jitter() * random.nextDouble())));
    }
}
