package io.ris.agent.loop;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** The event loop of a running agent. An action that throws an exception is logged, and the loop goes on. */
public final class SingleThreadLoop implements EventLoop, AutoCloseable {

    private static final Logger LOG = System.getLogger(SingleThreadLoop.class.getName());

    private final ScheduledThreadPoolExecutor executor;
    private final Consumer<Error> broken;

    /**
     * A loop without an action.
     *
     * @param name of the thread
     * @param broken told of errors, on the loop
     */
    public SingleThreadLoop(String name, Consumer<Error> broken) {
        this.broken = broken;
        executor = new ScheduledThreadPoolExecutor(1, action -> {
            Thread thread = new Thread(action, name);
            thread.setDaemon(true);
            return thread;
        });
        executor.setRemoveOnCancelPolicy(true);
        executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        executor.setRejectedExecutionHandler(
                (action, closed) -> LOG.log(Level.DEBUG, "the loop has ended; an event is dropped"));
    }

    @Override
    public void execute(Runnable action) {
        executor.execute(guarded(action));
    }

    @Override
    public Timer schedule(Duration delay, Runnable action) {
        Future<?> future = executor.schedule(guarded(action), delay.toMillis(), TimeUnit.MILLISECONDS);
        return () -> future.cancel(false);
    }

    /** Ends the loop; what has been handed over and is not delayed still runs. */
    @Override
    public void close() {
        executor.shutdown();
    }

    private Runnable guarded(Runnable action) {
        return () -> {
            try {
                action.run();
            } catch (RuntimeException e) {
                LOG.log(Level.ERROR, "an event could not be handled", e);
            } catch (Error e) {
                broken.accept(e);
                throw e;
            }
        };
    }
}
