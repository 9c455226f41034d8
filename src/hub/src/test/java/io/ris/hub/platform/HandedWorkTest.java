package io.ris.hub.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HandedWorkTest {

    private final Queue<RuntimeException> refusals = new ArrayDeque<>();
    private final List<Runnable> taken = new CopyOnWriteArrayList<>();
    private final AtomicReference<Thread> thread = new AtomicReference<>();
    private final HandedWork work = new HandedWork(this::take, run -> {
        thread.set(new Thread(run));
        return thread.get();
    });

    private synchronized void take(Runnable run) {
        RuntimeException refusal = refusals.poll();
        if (refusal != null) {
            throw refusal;
        }
        taken.add(run);
    }

    private synchronized void refuse(RuntimeException refusal) {
        refusals.add(refusal);
    }

    @BeforeEach
    void begin() {
        work.begin();
    }

    @AfterEach
    void stop() {
        work.stop();
        await().until(() -> !thread.get().isAlive());
    }

    @Test
    void handsWorkOnInItsOrder() {
        Runnable first = () -> {};
        Runnable second = () -> {};
        work.execute(first);
        work.execute(second);
        await().until(() -> taken.size() == 2);
        assertThat(taken).containsExactly(first, second);
    }

    @Test
    void whatIsNotTakenIsTriedAgainAndNotRunHere() {
        refuse(new RejectedExecutionException("full"));
        refuse(new RejectedExecutionException("still full"));
        List<Thread> ranOn = new CopyOnWriteArrayList<>();
        work.execute(() -> ranOn.add(Thread.currentThread()));
        await().until(() -> taken.size() == 1);
        assertThat(ranOn).isEmpty();
    }

    @Test
    void goesOnAfterAnyFailureOfTheExecutor() {
        refuse(new IllegalStateException("no context"));
        work.execute(() -> {});
        work.execute(() -> {});
        await().until(() -> taken.size() == 2);
    }

    @Test
    void stopsWhileTheExecutorTakesNothing() {
        for (int i = 0; i < 10_000; i++) {
            refuse(new RejectedExecutionException("full"));
        }
        work.execute(() -> {});
        work.stop();
        await().until(() -> !thread.get().isAlive());
        assertThat(taken).isEmpty();
    }
}
