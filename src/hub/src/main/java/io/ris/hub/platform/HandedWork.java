package io.ris.hub.platform;

import jakarta.annotation.Priority;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Shutdown;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;

/**
 * Hands work to the server's executor for threads that cannot do so themselves: those on which the server tells that something was
 * sent or closed know of no application. Begins with the hub and ends with it. Thread-safe.
 */
@HubService
public class HandedWork implements Executor {

    private static final System.Logger LOG = System.getLogger(HandedWork.class.getName());

    /** Until the executor is asked again. */
    private static final Duration PAUSE = Duration.ofMillis(100);

    private final Executor executor;
    private final ThreadFactory threads;
    private final BlockingQueue<Runnable> handed = new LinkedBlockingQueue<>();
    private volatile @Nullable Thread thread;

    @Inject
    HandedWork(ManagedScheduledExecutorService executor, ManagedThreadFactory threads) {
        this((Executor) executor, threads);
    }

    HandedWork(Executor executor, ThreadFactory threads) {
        this.executor = executor;
        this.threads = threads;
    }

    void begin(@Observes @Priority(StartupOrder.STORE) Startup startup) {
        begin();
    }

    void begin() {
        // One of its own: the executor's are few, and shared with requests.
        Thread hander = threads.newThread(this::handOn);
        hander.setName("handed-work");
        hander.setDaemon(true);
        thread = hander;
        hander.start();
    }

    void stop(@Observes @Priority(StartupOrder.STOP_NODE) Shutdown shutdown) {
        stop();
    }

    void stop() {
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

    /** What is not taken now is tried again: were it run here and hung, nobody else's would be handed on. */
    private void hand(Runnable work) throws InterruptedException {
        while (!isTaken(work)) {
            Thread.sleep(PAUSE);
        }
    }

    private boolean isTaken(Runnable work) {
        try {
            executor.execute(work);
            return true;
        } catch (RejectedExecutionException full) {
            LOG.log(System.Logger.Level.DEBUG, "the server's executor takes nothing now", full);
            return false;
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.ERROR, "work could not be handed on and is tried again", e);
            return false;
        }
    }
}
