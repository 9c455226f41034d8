package io.ris.agent.execution;

/** An attempt that is over before it could run; its end is on its way. */
final class EndedExecution implements Execution {

    @Override
    public void stop(StopReason reason) {
        // It has ended already, and that outcome stands.
    }

    @Override
    public void poll() {
        // Its end needs no looking for.
    }
}
