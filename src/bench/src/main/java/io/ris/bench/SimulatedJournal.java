package io.ris.bench;

import io.ris.protocol.AgentFrame;
import io.ris.protocol.AttemptState;
import io.ris.protocol.TaskAttempt;
import io.ris.protocol.TaskSpec;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedSet;
import org.jspecify.annotations.Nullable;

/**
 * What a simulated agent would have on disk: every attempt that it accepted and that the hub has not acknowledged. It
 * outlives connections, not the process. Not thread-safe.
 */
final class SimulatedJournal {

    /** An attempt; the result is there once it is finished. */
    record Entry(AttemptState state, TaskSpec spec, AgentFrame.@Nullable Result result) {

        /** @throws NullPointerException while the attempt is not finished */
        AgentFrame.Result requireResult() {
            return Objects.requireNonNull(result, "not finished");
        }
    }

    /** How many acknowledged attempts are still known by name, so that none runs again. */
    static final int REMEMBERED = 1_000;

    private final Map<TaskAttempt, Entry> entries = new LinkedHashMap<>();
    private final SequencedSet<TaskAttempt> over = new LinkedHashSet<>();

    Optional<Entry> find(TaskAttempt attempt) {
        return Optional.ofNullable(entries.get(attempt));
    }

    void accept(TaskAttempt attempt, TaskSpec spec) {
        entries.put(attempt, new Entry(AttemptState.ACCEPTED, spec, null));
    }

    void start(TaskAttempt attempt) {
        entries.computeIfPresent(attempt, (key, entry) -> new Entry(AttemptState.STARTED, entry.spec(), null));
    }

    void finish(AgentFrame.Result result) {
        entries.computeIfPresent(
                result.taskAttempt(), (key, entry) -> new Entry(AttemptState.FINISHED, entry.spec(), result));
    }

    /** Forgets an attempt that never began. */
    void forget(TaskAttempt attempt) {
        entries.remove(attempt);
    }

    /** Forgets an attempt but for the fact that it is over. */
    void acknowledge(TaskAttempt attempt) {
        entries.remove(attempt);
        over.add(attempt);
        if (over.size() > REMEMBERED) {
            over.removeFirst();
        }
    }

    boolean isOver(TaskAttempt attempt) {
        return over.contains(attempt);
    }

    /** Attempts that take a place: accepted or running. */
    int unfinished() {
        return (int) entries.values().stream()
                .filter(entry -> entry.state() != AttemptState.FINISHED)
                .count();
    }

    /** Results that the hub has not acknowledged, oldest first. */
    List<AgentFrame.Result> results() {
        return entries.values().stream()
                .filter(entry -> entry.state() == AttemptState.FINISHED)
                .map(Entry::requireResult)
                .toList();
    }

    /** Everything, as {@code hello} tells it. */
    List<AgentFrame.KnownTask> known() {
        return entries.entrySet().stream()
                .map(e -> new AgentFrame.KnownTask(
                        e.getKey().taskId(), e.getKey().attempt(), e.getValue().state()))
                .toList();
    }
}
