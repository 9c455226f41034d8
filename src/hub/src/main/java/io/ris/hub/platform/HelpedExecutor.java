package io.ris.hub.platform;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;

/**
 * Hands work to an executor for somebody who waits for it on one of that executor's threads, and then does himself what none of
 * them has begun: where all of them wait like this, none is left. What work throws is its own to tell. For one use. Thread-safe.
 */
public final class HelpedExecutor implements Executor {

    private static final System.Logger LOG = System.getLogger(HelpedExecutor.class.getName());

    private final Executor executor;
    private final Queue<Runnable> handed = new ConcurrentLinkedQueue<>();

    public HelpedExecutor(Executor executor) {
        this.executor = executor;
    }

    @Override
    public void execute(Runnable work) {
        Runnable once = new FutureTask<>(work, null); // runs for the first who tries
        handed.add(once);
        try {
            executor.execute(once);
        } catch (RejectedExecutionException full) {
            LOG.log(System.Logger.Level.DEBUG, "left to who waits for it: {0}", full.getMessage());
        }
    }

    /** Does what nobody has begun. What others have begun may be under way when it returns. */
    public void help() {
        for (Runnable next = handed.poll(); next != null; next = handed.poll()) {
            next.run();
        }
    }
}
