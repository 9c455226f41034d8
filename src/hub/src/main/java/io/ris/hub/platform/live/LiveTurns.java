package io.ris.hub.platform.live;

import io.ris.hub.platform.HubService;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.inject.Inject;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;

/** Runs readers' turns on a few threads, in the order of their wakes, however many readers there are. Thread-safe. */
@HubService
class LiveTurns implements Executor {

    private static final int MOST_AT_ONCE = 8;

    private final ManagedScheduledExecutorService executor;
    private final Queue<Runnable> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicInteger running = new AtomicInteger();

    @Inject
    LiveTurns(ManagedScheduledExecutorService executor) {
        this.executor = executor;
    }

    @Override
    public void execute(Runnable turn) {
        waiting.add(turn);
        startThread();
    }

    private void startThread() {
        int now = running.get();
        while (now < MOST_AT_ONCE && !waiting.isEmpty()) {
            if (running.compareAndSet(now, now + 1)) {
                executor.execute(this::work);
                return;
            }
            now = running.get();
        }
    }

    private void work() {
        try {
            Runnable turn = waiting.poll();
            while (turn != null) {
                turn.run();
                turn = waiting.poll();
            }
        } finally {
            running.decrementAndGet();
        }
        startThread(); // for what came after the last look
    }
}
