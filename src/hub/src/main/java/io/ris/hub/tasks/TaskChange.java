package io.ris.hub.tasks;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One step of a task from a state to another: what it needs to find, and what it sets. */
final class TaskChange {

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
        return fields.getOrDefault("attempt", Optional.empty())
                .map(Integer.class::cast)
                .orElse(before.attempt());
    }
}
