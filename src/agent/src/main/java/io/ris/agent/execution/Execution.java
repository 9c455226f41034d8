package io.ris.agent.execution;

/** An attempt that runs. It tells its end exactly once, from the event loop; all calls are made there. */
interface Execution {

    /** Asks it to end; only the first reason counts. */
    void stop(StopReason reason);

    /** Looks whether it has ended; called now and then while it runs. */
    void poll();
}
