package io.ris.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/** Submits tasks from several threads and times each one from when it was due to its result. */
final class TaskLoad {

    private static final int SIGNIFICANT_DIGITS = 3;

    /** Submits one task and waits for its result. */
    @FunctionalInterface
    interface Submission {

        /** @throws IOException if the task did not complete */
        void submit(int index) throws IOException, InterruptedException;
    }

    private final int concurrency;
    private final Pace pace;
    private final Submission submission;
    private final AtomicReference<IOException> firstFailure = new AtomicReference<>();

    /** @param concurrency the most tasks under way at a time */
    TaskLoad(int concurrency, Pace pace, Submission submission) {
        this.concurrency = concurrency;
        this.pace = pace;
        this.submission = submission;
    }

    /** Submits so many tasks and waits until the last one is answered. */
    RunFigures run(int count) throws InterruptedException {
        Histogram latencies = new ConcurrentHistogram(SIGNIFICANT_DIGITS);
        LongAdder failed = new LongAdder();
        AtomicInteger next = new AtomicInteger();
        long begun = System.nanoTime();
        try (ExecutorService workers =
                Executors.newFixedThreadPool(concurrency, Thread.ofVirtual().factory())) {
            for (int worker = 0; worker < concurrency; worker++) {
                workers.execute(() -> submitWhileDue(count, next, begun, latencies, failed));
            }
        }
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        return RunFigures.of(latencies, Duration.ofNanos(System.nanoTime() - begun), failed.sum());
    }

    /** Why the first task failed that did. */
    Optional<String> firstFailure() {
        return Optional.ofNullable(firstFailure.get()).map(IOException::getMessage);
    }

    private void submitWhileDue(int count, AtomicInteger next, long begun, Histogram latencies, LongAdder failed) {
        for (int index = next.getAndIncrement(); index < count; index = next.getAndIncrement()) {
            long due = begun + pace.due(index, System.nanoTime() - begun);
            for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
            try {
                submission.submit(index);
                latencies.recordValue(System.nanoTime() - due);
            } catch (IOException e) {
                failed.increment();
                firstFailure.compareAndSet(null, e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }
}
