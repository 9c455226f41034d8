package io.ris.agent.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.ris.protocol.HubFrame.ReconnectPolicy;
import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class BackoffTest {

    /** A generator whose every double is this. */
    private record Always(double value) implements RandomGenerator {

        @Override
        public double nextDouble() {
            return value;
        }

        @Override
        public long nextLong() {
            throw new UnsupportedOperationException();
        }
    }

    @Test
    void boundDoublesFromOneToThreeHundredSeconds() {
        Backoff backoff = new Backoff(Backoff.DEFAULT, new Always(1));

        List<Long> seconds = Stream.generate(backoff::next)
                .limit(11)
                .map(Duration::toSeconds)
                .toList();

        assertThat(seconds).containsExactly(1L, 2L, 4L, 8L, 16L, 32L, 64L, 128L, 256L, 300L, 300L);
    }

    @Test
    void fullJitterMayGoDownToNothing() {
        Backoff backoff = new Backoff(Backoff.DEFAULT, new Always(0));

        assertThat(backoff.next()).isEqualTo(Duration.ZERO);
        assertThat(backoff.next()).isEqualTo(Duration.ZERO);
    }

    @Test
    void partialJitterKeepsTheRestOfTheBound() {
        ReconnectPolicy policy = new ReconnectPolicy(Duration.ofSeconds(10), Duration.ofSeconds(60), 3, 0.2);

        assertThat(new Backoff(policy, new Always(0)).next()).isEqualTo(Duration.ofSeconds(8));
        assertThat(new Backoff(policy, new Always(0.5)).next()).isEqualTo(Duration.ofSeconds(9));
    }

    @Test
    void resetBeginsAnewByTheGivenPolicy() {
        Backoff backoff = new Backoff(Backoff.DEFAULT, new Always(1));
        backoff.next();
        backoff.next();

        backoff.reset(new ReconnectPolicy(Duration.ofSeconds(7), Duration.ofSeconds(20), 2, 1));

        assertThat(Stream.generate(backoff::next).limit(3))
                .containsExactly(Duration.ofSeconds(7), Duration.ofSeconds(14), Duration.ofSeconds(20));
    }
}
