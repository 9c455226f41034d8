package io.ris.hub.tasks;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One step of a task from a state to another: what it needs to find, and what it sets. */
final class TaskChange {

    /** What of a task a step may change, beside its status and its events. */
    private static final Set<String> CHANGING = Set.of(
            "attempt",
            "epoch",
            "retries",
            "started_at",
            "completed_at",
            "deadline",
            "lost_since",
            "next_attempt_at",
            "cancel_requested_at",
            "result",
            "error",
            "detail",
            "dead_letter");

    private final Task before;
    private final TaskState to;
    private final Map<String, Optional<Object>> fields = new LinkedHashMap<>();
    private @Nullable String reason;
    private boolean durable = true;

    private TaskChange(Task before, TaskState to) {
        this.before = before;
        this.to = to;
    }

    static TaskChange of(Task before, TaskState to) {
        return new TaskChange(before, to);
    }

    /** Sets a field, or removes it where the value is null. */
    TaskChange with(String field, @Nullable Object value) {
        if (!CHANGING.contains(field)) {
            throw new IllegalArgumentException(field + " of a task never changes");
        }
        fields.put(field, Optional.ofNullable(value));
        return this;
    }

    TaskChange because(@Nullable String why) {
        reason = why;
        return this;
    }

    /** The step may be lost by a crash without harm: it is not waited for on disk. */
    TaskChange relaxed() {
        durable = false;
        return this;
    }

    TaskChange error(@Nullable String code, @Nullable String detail) {
        return with("error", code).with("detail", detail).because(code);
    }

    TaskChange finished(Instant at) {
        return with("completed_at", at);
    }

    Task before() {
        return before;
    }

    TaskState to() {
        return to;
    }

    Map<String, Optional<Object>> fields() {
        return fields;
    }

    @Nullable
    String reason() {
        return reason;
    }

    boolean isDurable() {
        return durable;
    }

    /** The attempt number after the step. */
    int attempt() {
        return number("attempt", before.attempt()).intValue();
    }

    /** A number after the step, given the one before. */
    Number number(String field, Number present) {
        return fields.getOrDefault(field, Optional.empty())
                .map(Number.class::cast)
                .orElse(present);
    }

    /** A time after the step, given the one before. */
    @Nullable
    Instant time(String field, @Nullable Instant present) {
        return fields.containsKey(field)
                ? fields.get(field).map(Instant.class::cast).orElse(null)
                : present;
    }

    /** A text after the step, given the one before. */
    @Nullable
    String text(String field, @Nullable String present) {
        return fields.containsKey(field)
                ? fields.get(field).map(String.class::cast).orElse(null)
                : present;
    }
}
