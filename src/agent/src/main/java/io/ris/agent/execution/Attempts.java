package io.ris.agent.execution;

import io.ris.protocol.AgentFrame;
import io.ris.protocol.AttemptState;
import io.ris.protocol.TaskAttempt;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All attempts that the hub has not acknowledged; their order is the order of their turns. Confined to the event loop. */
final class Attempts {

    private final Map<TaskAttempt, Attempt> attempts = new LinkedHashMap<>();

    void add(Attempt attempt) {
        attempts.put(attempt.entry().attempt(), attempt);
    }

    void remove(Attempt attempt) {
        attempts.remove(attempt.entry().attempt());
    }

    /** To the end of the line. */
    void defer(Attempt attempt) {
        remove(attempt);
        add(attempt);
    }

    Optional<Attempt> find(TaskAttempt attempt) {
        return Optional.ofNullable(attempts.get(attempt));
    }

    /** Whether this very attempt is here still; it may have been recalled, and offered again. */
    boolean holds(Attempt attempt) {
        return attempts.get(attempt.entry().attempt()) == attempt;
    }

    /** Those of now, in their order. */
    List<Attempt> all() {
        return List.copyOf(attempts.values());
    }

    int count(AttemptState state) {
        return (int) attempts.values().stream()
                .filter(attempt -> attempt.state() == state)
                .count();
    }

    /** As {@code hello} tells them. */
    List<AgentFrame.KnownTask> known() {
        return attempts.values().stream()
                .map(attempt -> new AgentFrame.KnownTask(
                        attempt.entry().offer().taskId(),
                        attempt.entry().offer().attempt(),
                        attempt.state()))
                .toList();
    }

    /** Ids of the tasks of which an attempt runs. */
    List<String> runningTasks() {
        return attempts.values().stream()
                .filter(attempt -> attempt.state() == AttemptState.STARTED)
                .map(attempt -> attempt.entry().attempt().taskId().value())
                .toList();
    }
}
