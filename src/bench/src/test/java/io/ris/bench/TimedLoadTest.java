package io.ris.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class TimedLoadTest {

    private static final HttpAnswer WHOLE = new HttpAnswer(200, 10, "", false);
    private static final HttpAnswer UNCHANGED = new HttpAnswer(304, 0, "", false);
    private static final Duration SHORT = Duration.ofMillis(50);

    private static final class Counting implements TimedLoad.Client {

        private final AtomicInteger asked = new AtomicInteger();
        private final AtomicInteger closed = new AtomicInteger();
        private final int fails;

        Counting(int fails) {
            this.fails = fails;
        }

        @Override
        public HttpAnswer ask() throws IOException {
            int number = asked.incrementAndGet();
            if (number == fails) {
                throw new IOException("answered 500");
            }
            return number % 2 == 0 ? UNCHANGED : WHOLE;
        }

        @Override
        public void close() {
            closed.incrementAndGet();
        }
    }

    @Test
    void countsEveryAnswerOnce() throws Exception {
        List<Counting> clients = Stream.generate(() -> new Counting(0)).limit(3).toList();
        try (TimedLoad load = new TimedLoad(clients, Pace.UNLIMITED)) {
            LoadFigures figures = load.run(SHORT);

            int asked = clients.stream().mapToInt(client -> client.asked.get()).sum();
            assertThat(figures.answers()).isEqualTo(asked);
            assertThat(figures.bodyBytes()).isEqualTo(10 * figures.whole());
            assertThat(clients).allMatch(client -> client.asked.get() > 1);
        }
        assertThat(clients).allMatch(client -> client.closed.get() == 1);
    }

    @Test
    void keepsToItsPace() throws Exception {
        List<Counting> clients = Stream.generate(() -> new Counting(0)).limit(3).toList();
        try (TimedLoad load = new TimedLoad(clients, new Pace(200))) {
            assertThat(load.run(Duration.ofMillis(500)).answers()).isEqualTo(100);
        }
    }

    @Test
    void runsLoadsBesideEachOther() throws Exception {
        Counting one = new Counting(0);
        Counting other = new Counting(0);
        try (TimedLoad first = new TimedLoad(List.of(one), Pace.UNLIMITED);
                TimedLoad second = new TimedLoad(List.of(other), new Pace(100))) {
            List<LoadFigures> figures = TimedLoad.together(Duration.ofMillis(100), List.of(first, second));

            assertThat(figures).extracting(LoadFigures::answers).containsExactly((long) one.asked.get(), 10L);
        }
    }

    @Test
    void endsWithTheFirstAnswerThatIsWrong() throws Exception {
        try (TimedLoad load = new TimedLoad(List.of(new Counting(0), new Counting(3)), new Pace(1000))) {
            assertThatIOException()
                    .isThrownBy(() -> load.run(Duration.ofHours(1)))
                    .withMessageContaining("answered 500");
        }
    }

    @Test
    void aMedianOfRunsHasTheSumOfWhatCame() throws Exception {
        try (TimedLoad load = new TimedLoad(List.of(new Counting(0)), new Pace(1000))) {
            LoadFigures first = load.run(SHORT);
            LoadFigures second = load.run(SHORT);

            assertThat(LoadFigures.median(List.of(first, second)).answers())
                    .isEqualTo(first.answers() + second.answers());
        }
    }
}
