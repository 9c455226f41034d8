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

    void ended() {
        execution = null;
        if (timeout != null) {
            timeout.cancel();
        }
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
