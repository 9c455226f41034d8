package io.ris.agent.loop;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** A few threads beside the loop, for what may hang. They keep no process alive, and end when there is nothing to do. Thread-safe. */
public final class Workers implements Executor {

    /** How many actions may hang before the others wait. */
    static final int LIMIT = 16;

    private static final long IDLE_SECONDS = 30;

    private final ThreadPoolExecutor threads;

    /** @param name of each thread */
    public Workers(String name) {
        this(name, LIMIT);
    }

    /**
     * Workers for so many actions at once.
     *
     * @param name of each thread
     */
    public Workers(String name, int limit) {
        threads = new ThreadPoolExecutor(
                limit, limit, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), action -> {
                    Thread thread = new Thread(action, name);
                    thread.setDaemon(true);
                    return thread;
                });
        threads.allowCoreThreadTimeOut(true);
    }

    @Override
    public void execute(Runnable action) {
        threads.execute(action);
    }
}
