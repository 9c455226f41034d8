package io.ris.hub.platform;

import jakarta.annotation.Priority;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Shutdown;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Runs the hub's housekeeping again and again until the hub stops. A turn that fails is logged and ends nothing. */
@HubService
public class RepeatedWork {

    private static final System.Logger LOG = System.getLogger(RepeatedWork.class.getName());

    private final ManagedScheduledExecutorService executor;
    private final Queue<Future<?>> running = new ConcurrentLinkedQueue<>();

    @Inject
    RepeatedWork(ManagedScheduledExecutorService executor) {
        this.executor = executor;
    }

    /**
     * Runs work for the first time after an interval, then with the same interval between the end of one turn and the
     * begin of the next.
     *
     * @param what names the work in the log
     */
    public void every(Duration interval, String what, Runnable work) {
        long millis = interval.toMillis();
        running.add(executor.scheduleWithFixedDelay(() -> turn(what, work), millis, millis, TimeUnit.MILLISECONDS));
    }

    private static void turn(String what, Runnable work) {
        try {
            Origin.leave(); // the server's threads are shared with requests
            TenantScope.leave();
            work.run();
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.WARNING, what + " failed this time: " + e);
            LOG.log(System.Logger.Level.DEBUG, what, e);
        }
    }

    void stop(@Observes @Priority(StartupOrder.STOP_WORK) Shutdown shutdown) {
        running.forEach(work -> work.cancel(false));
    }
}
