package io.ris.agent.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class PatienceTest {

    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Duration SHORT = Duration.ofMillis(20);

    private final AtomicInteger questions = new AtomicInteger();

    private static <T> Optional<T> ask(Patience<T> patience) throws InterruptedException {
        patience.begin();
        return patience.end();
    }

    @Test
    void givesWhatIsAnswered() throws Exception {
        Patience<Integer> patience = new Patience<>("it", LONG, questions::incrementAndGet);

        assertThat(ask(patience)).contains(1);
        Awaitility.await().untilAsserted(() -> assertThat(ask(patience)).isPresent());
    }

    @Test
    void givesNothingWhereTheAnswerIsATrouble() throws Exception {
        Patience<Integer> patience = new Patience<>("it", LONG, () -> {
            if (questions.incrementAndGet() < 2) {
                throw new IOException("not now");
            }
            return 7;
        });

        assertThat(ask(patience)).isEmpty();
        Awaitility.await().untilAsserted(() -> assertThat(ask(patience)).contains(7));
    }

    @Test
    void interruptsWhatHangs() throws Exception {
        CountDownLatch interrupted = new CountDownLatch(1);
        Patience<Integer> patience = new Patience<>("it", SHORT, () -> {
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                interrupted.countDown();
            }
            return 1;
        });

        assertThat(ask(patience)).isEmpty();
        assertThat(interrupted.await(30, TimeUnit.SECONDS)).isTrue();
    }

    /** As a system call may hang that nothing interrupts. */
    @Test
    void doesNotAskAgainWhileOneHangs() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        Patience<Integer> patience = new Patience<>("it", SHORT, () -> {
            questions.incrementAndGet();
            while (release.getCount() > 0) {
                Thread.onSpinWait();
            }
            return 1;
        });

        assertThat(ask(patience)).isEmpty();
        assertThat(ask(patience)).isEmpty();
        assertThat(ask(patience)).isEmpty();
        assertThat(questions).hasValue(1);

        release.countDown();
        Awaitility.await().untilAsserted(() -> assertThat(ask(patience)).contains(1));
    }
}
