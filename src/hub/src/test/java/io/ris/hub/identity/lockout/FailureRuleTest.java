package io.ris.hub.identity.lockout;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FailureRuleTest {

    private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");

    private static FailureCount after(FailureRule rule, int failures) {
        return Stream.iterate(FailureCount.none("x"), count -> rule.charged(count, NOW))
                .skip(failures)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void theFirstFailuresAreFree() {
        assertThat(after(FailureRule.PAIR, 4).isLocked(NOW)).isFalse();
        assertThat(after(FailureRule.PAIR, 5).isLocked(NOW)).isTrue();
        assertThat(after(FailureRule.ADDRESS, 49).isLocked(NOW)).isFalse();
        assertThat(after(FailureRule.ACCOUNT, 99).isLocked(NOW)).isFalse();
    }

    @Test
    void theWaitDoublesUpToItsBound() {
        assertThat(FailureRule.PAIR.delay(5)).isEqualTo(Duration.ofSeconds(1));
        assertThat(FailureRule.PAIR.delay(8)).isEqualTo(Duration.ofSeconds(8));
        assertThat(FailureRule.PAIR.delay(1_000_000)).isEqualTo(Duration.ofMinutes(15));
    }

    @Test
    void nobodyIsLockedOutFromElsewhereForMoreThanAMinute() {
        assertThat(FailureRule.ACCOUNT.delay(1_000_000)).isEqualTo(Duration.ofMinutes(1));
    }

    @Test
    void aLockEndsByItselfAndFailuresAreForgotten() {
        FailureCount locked = after(FailureRule.PAIR, 5);
        assertThat(locked.isLocked(NOW.plusSeconds(1))).isFalse();
        assertThat(locked.at(NOW.plus(Duration.ofHours(23))).failures()).isEqualTo(5);
        assertThat(locked.at(NOW.plus(Duration.ofHours(25))).failures()).isZero();
    }
}
