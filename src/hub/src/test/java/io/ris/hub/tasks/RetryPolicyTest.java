package io.ris.hub.tasks;

import static org.assertj.core.api.Assertions.assertThat;

import io.ris.hub.platform.vault.TestVault;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RetryPolicyTest {

    private static final Duration FIRST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofSeconds(60);
    private static final int OFTEN = 2_000;

    private static RetryPolicy policy(String strategy) {
        return new RetryPolicy(new TaskSpecs(TestVault.empty()), strategy, FIRST, LONGEST);
    }

    private static List<Duration> delays(RetryPolicy policy, int retries) {
        return Stream.generate(() -> policy.delay(retries)).limit(OFTEN).toList();
    }

    /** Between half and the whole of a bound, in both halves of that. */
    private static void assertWithin(Duration bound, List<Duration> delays) {
        assertThat(delays).allSatisfy(delay -> assertThat(delay).isBetween(bound.dividedBy(2), bound));
        assertThat(delays).anySatisfy(delay -> assertThat(delay)
                .isLessThan(bound.multipliedBy(3).dividedBy(4)));
        assertThat(delays).anySatisfy(delay -> assertThat(delay)
                .isGreaterThan(bound.multipliedBy(3).dividedBy(4)));
    }

    @Test
    void theDelayDoublesWithEachRetryUpToTheLongest() {
        RetryPolicy policy = policy("exponential");
        List<Integer> bounds = List.of(1, 2, 4, 8, 16, 32, 60, 60, 60);
        for (int retries = 0; retries < bounds.size(); retries++) {
            assertWithin(Duration.ofSeconds(bounds.get(retries)), delays(policy, retries));
        }
    }

    @Test
    void manyRetriesMakeTheDelayNoLongerAndNeverNegative() {
        RetryPolicy policy = policy("exponential");
        IntStream.of(20, 31, 32, 63, 64, 100, Integer.MAX_VALUE)
                .forEach(retries -> assertWithin(LONGEST, delays(policy, retries)));
    }

    @Test
    void aFixedDelayStaysAsItIs() {
        RetryPolicy policy = policy("fixed");
        IntStream.of(0, 1, 5, 64).forEach(retries -> assertWithin(FIRST, delays(policy, retries)));
    }

    @Test
    void noDelayIsLongerThanTheLongestHoweverLongTheFirst() {
        for (String strategy : List.of("exponential", "fixed")) {
            RetryPolicy policy =
                    new RetryPolicy(new TaskSpecs(TestVault.empty()), strategy, Duration.ofDays(1), LONGEST);
            assertWithin(LONGEST, delays(policy, 0));
        }
    }

    @Test
    void theShortestDelayThatMayBeSetIsOne() {
        RetryPolicy policy = new RetryPolicy(
                new TaskSpecs(TestVault.empty()), "exponential", Duration.ofMillis(1), Duration.ofMillis(1));
        assertThat(delays(policy, 0)).allSatisfy(delay -> assertThat(delay).isLessThanOrEqualTo(Duration.ofMillis(1)));
    }
}
