package io.ris.agent.loop;

import java.time.Duration;
import java.util.concurrent.Executor;

/**
 * Runs actions one after the other, in the order given. An action must not wait for another one. Handing actions over is
 * thread-safe; state that only actions touch needs no lock.
 */
public interface EventLoop extends Executor {

    /** Runs an action once, after a delay. */
    Timer schedule(Duration delay, Runnable action);

    /** A scheduled action that may be called off. */
    interface Timer {

        /** Calls the action off, if it has not begun. */
        void cancel();
    }
}
