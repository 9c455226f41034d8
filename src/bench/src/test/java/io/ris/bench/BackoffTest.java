package io.ris.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.ris.protocol.HubFrame.ReconnectPolicy;
import java.time.Duration;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class BackoffTest {

    /** The lowest number there is: no delay is shortened by chance. */
    private static final RandomGenerator NEVER_SHORTENS = () -> 0;

    private static final RandomGenerator ALWAYS_SHORTENS = () -> -1;

    private static final ReconnectPolicy POLICY =
            new ReconnectPolicy(Duration.ofSeconds(2), Duration.ofSeconds(10), 2, 0.5);

    @Test
    void growsByTheMultiplierUpToTheLargestDelay() {
        Backoff backoff = new Backoff(NEVER_SHORTENS);
        backoff.reset(POLICY);

        assertThat(backoff.next()).hasSeconds(2);
        assertThat(backoff.next()).hasSeconds(4);
        assertThat(backoff.next()).hasSeconds(8);
        assertThat(backoff.next()).hasSeconds(10);
    }

    @Test
    void leavesAsMuchToChanceAsThePolicySays() {
        Backoff backoff = new Backoff(ALWAYS_SHORTENS);
        backoff.reset(POLICY);

        assertThat(backoff.next()).isBetween(Duration.ofSeconds(1), Duration.ofMillis(1001));
    }

    @Test
    void beginsAgainAfterASuccess() {
        Backoff backoff = new Backoff(NEVER_SHORTENS);
        backoff.reset(POLICY);
        backoff.next();
        backoff.next();

        backoff.reset(POLICY);

        assertThat(backoff.next()).hasSeconds(2);
    }

    @Test
    void goesOnGrowingWithoutOverflow() {
        Backoff backoff = new Backoff(NEVER_SHORTENS);
        for (int attempt = 0; attempt < 10_000; attempt++) {
            backoff.next();
        }

        assertThat(backoff.next()).hasSeconds(300);
    }
}
