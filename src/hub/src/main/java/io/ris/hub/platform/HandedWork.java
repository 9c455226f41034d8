package io.ris.hub.platform;

import jakarta.annotation.Priority;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Shutdown;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Hands work to the server's executor for threads that cannot do so themselves: those on which the server tells that something was
 * sent or closed know of no application. Begins with the hub and ends with it. Thread-safe.
 */
@HubService
public class HandedWork implements Executor {

    private static final System.Logger LOG = System.getLogger(HandedWork.class.getName());

    private final ManagedScheduledExecutorService executor;
    private final ManagedThreadFactory threads;
    private final BlockingQueue<Runnable> handed = new LinkedBlockingQueue<>();
    private volatile @Nullable Thread thread;

    @Inject
    HandedWork(ManagedScheduledExecutorService executor, ManagedThreadFactory threads) {
        this.executor = executor;
        this.threads = threads;
    }

    void begin(@Observes @Priority(StartupOrder.STORE) Startup startup) {
        // One of its own: the executor's are few, and shared with requests.
        Thread hander = threads.newThread(this::handOn);
        hander.setName("handed-work");
        hander.setDaemon(true);
        thread = hander;
        hander.start();
    }

    void stop(@Observes @Priority(StartupOrder.STOP_NODE) Shutdown shutdown) {
        Thread present = thread;
        if (present != null) {
            present.interrupt();
        }
    }

    @Override
    public void execute(Runnable work) {
        handed.add(work);
    }

    private void handOn() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                hand(handed.take());
            }
        } catch (InterruptedException stopped) {
            LOG.log(System.Logger.Level.DEBUG, "no more work is handed on: the hub stops");
        }
    }

    private void hand(Runnable work) {
        try {
            executor.execute(work);
        } catch (RejectedExecutionException full) {
            LOG.log(System.Logger.Level.DEBUG, "the server's executor takes nothing now", full);
            work.run();
        }
    }
}
