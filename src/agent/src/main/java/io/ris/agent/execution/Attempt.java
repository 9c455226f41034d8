package io.ris.agent.execution;

import io.ris.agent.journal.JournalEntry;
import io.ris.agent.loop.EventLoop;
import io.ris.protocol.AttemptState;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One attempt as the running agent holds it: its place in the journal and what only matters while it lives. */
final class Attempt {

    private final JournalEntry entry;
    private final AttemptOutput output;
    private @Nullable Execution execution;
    private EventLoop.@Nullable Timer timeout;
    private boolean resultSent;
    private boolean unwanted;
    private @Nullable Outcome outcome;

    Attempt(JournalEntry entry, AttemptOutput output) {
        this.entry = entry;
        this.output = output;
    }

    JournalEntry entry() {
        return entry;
    }

    AttemptOutput output() {
        return output;
    }

    AttemptState state() {
        return entry.state();
    }

    Optional<Execution> execution() {
        return Optional.ofNullable(execution);
    }

    void runs(Execution newExecution, EventLoop.Timer newTimeout) {
        execution = newExecution;
        timeout = newTimeout;
    }

    /** It ended so, which the journal need not know yet. */
    void ended(Outcome end) {
        outcome = end;
        execution = null;
        if (timeout != null) {
            timeout.cancel();
        }
    }

    /** How it ended, if it did since the agent started. */
    Optional<Outcome> outcome() {
        return Optional.ofNullable(outcome);
    }

    boolean isResultSent() {
        return resultSent;
    }

    void resultSent(boolean sent) {
        resultSent = sent;
    }

    /** Whether the hub wants to hear no more of it. */
    boolean isUnwanted() {
        return unwanted;
    }

    void unwanted() {
        unwanted = true;
    }
}
