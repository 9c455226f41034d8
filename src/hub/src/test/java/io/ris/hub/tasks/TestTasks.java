package io.ris.hub.tasks;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tasks as a store has them, for tests that need no container. */
final class TestTasks {

    private TestTasks() {}

    /** A task that waits for its agent, with the event of its submission. */
    static Task queued(String id, Instant at) {
        return of(id, at, "queued", List.of(new TaskTransition(at, null, "queued", 0, "node", "first")), null, null);
    }

    /** The same task as it stands by now. */
    static Task with(
            Task task,
            TaskState state,
            List<TaskTransition> events,
            @Nullable Integer laterCount,
            @Nullable Integer lateRemarks) {
        return of(task.id(), task.createdAt(), state.wireName(), events, laterCount, lateRemarks);
    }

    private static Task of(
            String id,
            Instant at,
            String status,
            List<TaskTransition> events,
            @Nullable Integer laterCount,
            @Nullable Integer lateRemarks) {
        return new Task(
                id,
                "command",
                status,
                3,
                "agent",
                "user",
                "spec",
                1_000,
                false,
                0,
                List.of(),
                0,
                0,
                0,
                at,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                events,
                laterCount,
                lateRemarks);
    }
}
