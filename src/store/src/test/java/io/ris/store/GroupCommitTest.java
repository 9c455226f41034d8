package io.ris.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GroupCommitTest {

    private static final int WRITERS = 16;

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    @Test
    void nobodyReturnsBeforeACommitThatBeganAfterTheirWrite() throws Exception {
        AtomicLong written = new AtomicLong();
        AtomicLong durable = new AtomicLong();
        GroupCommit commits = new GroupCommit(() -> {
            long seen = written.get();
            Thread.onSpinWait();
            durable.set(seen);
        });
        List<Future<Integer>> writers = new ArrayList<>();
        for (int writer = 0; writer < WRITERS; writer++) {
            writers.add(threads.submit(() -> {
                int tooEarly = 0;
                for (int i = 0; i < 500; i++) {
                    long mine = written.incrementAndGet();
                    commits.await();
                    tooEarly += durable.get() < mine ? 1 : 0;
                }
                return tooEarly;
            }));
        }
        for (Future<Integer> writer : writers) {
            assertThat(writer.get(30, TimeUnit.SECONDS)).isZero();
        }
    }

    @Test
    void whoComesWhileACommitRunsSharesTheNextOne() throws Exception {
        Semaphore permits = new Semaphore(0);
        AtomicInteger begun = new AtomicInteger();
        GroupCommit commits = new GroupCommit(() -> {
            begun.incrementAndGet();
            permits.acquireUninterruptibly();
        });
        List<Future<?>> writers = new ArrayList<>();
        writers.add(threads.submit(commits::await));
        await().until(() -> begun.get() == 1);
        CountDownLatch arrived = new CountDownLatch(WRITERS);
        List<Thread> late = new ArrayList<>();
        for (int writer = 0; writer < WRITERS; writer++) {
            late.add(Thread.ofPlatform().start(() -> {
                arrived.countDown();
                commits.await();
            }));
        }
        arrived.await();
        await().until(() -> late.stream().allMatch(thread -> thread.getState() == Thread.State.WAITING));
        permits.release(WRITERS + 1);
        for (Thread thread : late) {
            thread.join();
        }
        writers.getFirst().get(10, TimeUnit.SECONDS);
        assertThat(begun).hasValue(2);
    }

    @Test
    void aCommitThatFailsFailsEverybodyWhoWaitsForIt() throws Exception {
        GroupCommit commits = new GroupCommit(() -> {
            throw new IllegalStateException("disk full");
        });
        List<Future<?>> writers = new ArrayList<>();
        for (int writer = 0; writer < WRITERS; writer++) {
            writers.add(threads.submit(commits::await));
        }
        for (Future<?> writer : writers) {
            assertThatThrownBy(() -> writer.get(10, TimeUnit.SECONDS)).hasRootCauseMessage("disk full");
        }
    }

    @Test
    void aCommitThatFailedCoversNobodyWhoComesLater() {
        AtomicInteger commitsMade = new AtomicInteger();
        GroupCommit commits = new GroupCommit(() -> {
            if (commitsMade.getAndIncrement() == 0) {
                throw new IllegalStateException("disk full");
            }
        });
        assertThatThrownBy(commits::await).hasMessage("disk full");
        commits.await();
        assertThat(commitsMade).hasValue(2);
    }
}
