package io.ris.hub.identity.lockout;

import java.time.Duration;
import java.time.Instant;

/** How failures of one kind are met. */
enum FailureRule {
    /** Of one account from one address. */
    PAIR(5, Duration.ofMinutes(15), Duration.ofHours(24)),
    /** Of one address, whatever the account. */
    ADDRESS(50, Duration.ofMinutes(15), Duration.ofHours(1)),
    /** Of one account from anywhere. */
    ACCOUNT(100, Duration.ofMinutes(1), Duration.ofHours(24)),
    /** Of a second factor, whose guesser has the password: six digits are few. */
    CODE(5, Duration.ofMinutes(15), Duration.ofHours(24));

    private static final int MAX_SHIFT = 20;

    private final int free;
    private final Duration longest;
    private final Duration memory;

    /**
     * A rule.
     *
     * @param free so many fail without further ado
     * @param longest the wait after a failure doubles from one second up to this
     * @param memory failures are forgotten when nothing happened for so long
     */
    FailureRule(int free, Duration longest, Duration memory) {
        this.free = free;
        this.longest = longest;
        this.memory = memory;
    }

    Duration memory() {
        return memory;
    }

    /** The count after one more attempt, should it fail. */
    FailureCount charged(FailureCount count, Instant now) {
        int failures = count.failures() + 1;
        Instant lockedUntil = failures < free ? null : now.plus(delay(failures));
        return new FailureCount(
                count.id(),
                failures,
                count.version() + 1,
                lockedUntil,
                count.knownUntil(),
                later(now.plus(memory), count.knownUntil() == null ? now : count.knownUntil()));
    }

    /** How long the next attempt must wait after so many failures. */
    Duration delay(int failures) {
        Duration doubled = Duration.ofSeconds(1L << Math.min(MAX_SHIFT, failures - free));
        return doubled.compareTo(longest) < 0 ? doubled : longest;
    }

    static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }
}
