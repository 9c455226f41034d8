package io.ris.agent.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class WorkersTest {

    private static final long LIMIT_SECONDS = 30;

    private final Workers workers = new Workers("worker");
    private final CountDownLatch released = new CountDownLatch(1);

    private void hang() {
        try {
            released.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void someThatHangDoNotHoldUpTheOthers() throws Exception {
        for (int hanging = 0; hanging < Workers.LIMIT - 1; hanging++) {
            workers.execute(this::hang);
        }

        Thread worker =
                CompletableFuture.supplyAsync(Thread::currentThread, workers).get(LIMIT_SECONDS, TimeUnit.SECONDS);

        assertThat(worker.isDaemon()).isTrue();
        released.countDown();
    }

    @Test
    void moreThanThatWait() throws Exception {
        CountDownLatch begun = new CountDownLatch(Workers.LIMIT);
        for (int hanging = 0; hanging < Workers.LIMIT; hanging++) {
            workers.execute(() -> {
                begun.countDown();
                hang();
            });
        }
        assertThat(begun.await(LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
        CompletableFuture<Void> next = CompletableFuture.runAsync(() -> {}, workers);
        assertThat(next).isNotDone();

        released.countDown();

        next.get(LIMIT_SECONDS, TimeUnit.SECONDS);
    }
}
