package io.ris.hub.platform.live;

import io.ris.hub.platform.HubService;
import io.ris.hub.platform.StartupOrder;
import jakarta.annotation.Priority;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Shutdown;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * Runs readers' turns on a few threads, in the order of their wakes, however many readers there are. Wakes come from threads of the
 * server too that know of no application, and so can hand nothing to its executor. Thread-safe.
 */
@HubService
class LiveTurns implements Executor {

    private static final System.Logger LOG = System.getLogger(LiveTurns.class.getName());
    private static final int THREADS = 4;

    private final ManagedScheduledExecutorService executor;
    private final BlockingQueue<Runnable> waiting = new LinkedBlockingQueue<>();
    private final List<Future<?>> threads = new ArrayList<>();

    @Inject
    LiveTurns(ManagedScheduledExecutorService executor) {
        this.executor = executor;
    }

    void begin(@Observes @Priority(StartupOrder.WORK) Startup startup) {
        for (int thread = 0; thread < THREADS; thread++) {
            threads.add(executor.submit(this::work));
        }
    }

    void stop(@Observes @Priority(StartupOrder.STOP_NODE) Shutdown shutdown) {
        threads.forEach(thread -> thread.cancel(true));
    }

    @Override
    public void execute(Runnable turn) {
        waiting.add(turn);
    }

    private void work() {
        try {
            while (true) {
                run(waiting.take());
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private static void run(Runnable turn) {
        try {
            turn.run();
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.WARNING, "a live reader failed", e);
        }
    }
}
