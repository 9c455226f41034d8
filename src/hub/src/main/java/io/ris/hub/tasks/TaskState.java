package io.ris.hub.tasks;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Where a task stands (spec "Tasks", Life). */
public enum TaskState {
    /** Stored; waits for its {@code not_before}. */
    PENDING(false),
    /** Due; waits for its agent or a free place on it. */
    QUEUED(false),
    /** Offered to the agent; not begun. */
    ROUTING(false),
    /** {@code start} was sent: it may have run. */
    RUNNING(false),
    /** Failed in a way that may pass; will run again. */
    RETRYING(false),
    /** Did what it should. */
    COMPLETED(true),
    /** Did not; {@code error} says why. */
    FAILED(true),
    /** Ran longer than it may. */
    TIMEOUT(true),
    /** Ended because somebody asked for it. */
    CANCELLED(true);

    private final boolean terminal;

    TaskState(boolean terminal) {
        this.terminal = terminal;
    }

    /** Whether it is final, for ever. */
    public boolean isTerminal() {
        return terminal;
    }

    /** Its name in JSON and in the store. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The state of a name, if there is one. */
    public static Optional<TaskState> find(String name) {
        return Stream.of(values())
                .filter(state -> state.wireName().equals(name))
                .findFirst();
    }
}
