package io.ris.hub.platform.live;

import io.ris.hub.platform.HandedWork;
import io.ris.hub.platform.HubService;
import jakarta.inject.Inject;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Runs readers' turns on a few threads, in the order of their wakes, however many readers there are; on none while nobody is to be
 * told anything. Thread-safe.
 */
@HubService
class LiveTurns implements Executor {

    private static final System.Logger LOG = System.getLogger(LiveTurns.class.getName());
    private static final int MOST_AT_ONCE = 4;

    private final HandedWork executor;
    private final Queue<Runnable> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicInteger running = new AtomicInteger();

    @Inject
    LiveTurns(HandedWork executor) {
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
                run(turn);
                turn = waiting.poll();
            }
        } finally {
            running.decrementAndGet();
        }
        startThread(); // for what came after the last look
    }

    private static void run(Runnable turn) {
        try {
            turn.run();
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.WARNING, "a live reader failed", e);
        }
    }
}
