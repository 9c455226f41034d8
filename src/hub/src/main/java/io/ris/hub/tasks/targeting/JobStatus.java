package io.ris.hub.tasks.targeting;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Where a job stands. */
public enum JobStatus {
    /** Stored; waits for its time. */
    PENDING(false),

    /** Its agents are chosen and get their tasks. */
    RUNNING(false),

    /** Every task completed. */
    COMPLETED(true),

    /** Some tasks completed, others did not. */
    PARTIAL(true),

    /** No task completed, or there was no agent when it fired. */
    FAILED(true),

    /** It was cancelled, and all that it had begun has ended. */
    CANCELLED(true);

    private final boolean terminal;

    JobStatus(boolean terminal) {
        this.terminal = terminal;
    }

    /** Final, for ever. */
    public boolean isTerminal() {
        return terminal;
    }

    /** As in JSON and in the store. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<JobStatus> find(String wireName) {
        return Stream.of(values())
                .filter(status -> status.wireName().equals(wireName))
                .findFirst();
    }

    static List<String> names(boolean terminal) {
        return Stream.of(values())
                .filter(status -> status.terminal == terminal)
                .map(JobStatus::wireName)
                .toList();
    }
}
