package io.ris.hub.tasks.following;

import io.ris.hub.tasks.Task;
import org.jspecify.annotations.Nullable;

/** What followers of a task are told, as JSON. */
final class TaskMessages {

    static final String OUTPUT = "output";
    static final String STATUS = "status";
    static final String TRUNCATED = "truncated";
    static final String GAP = "gap";

    private TaskMessages() {}

    /**
     * A part of what an attempt wrote.
     *
     * @param offset where it begins, in bytes
     * @param nextOffset where it goes on
     */
    record Output(
            String taskId, int attempt, String stream, long offset, long nextOffset, String data, String encoding) {}

    /** Where a task stands. */
    record Status(
            String taskId,
            String status,
            int attempt,
            @Nullable String error,
            @Nullable String detail) {

        static Status of(Task task) {
            return new Status(task.id(), task.status(), task.attempt(), task.error(), task.detail());
        }
    }

    /**
     * An attempt wrote more than is kept of it: its last bytes are missing, of all its streams together.
     *
     * @param missing how many bytes
     */
    record Truncated(String taskId, int attempt, long missing) {}

    /**
     * The hub did not keep the rest of a stream: the tenant had no room, or the agent sent more than is kept.
     *
     * @param offset from where it is missing
     */
    record Gap(String taskId, int attempt, String stream, long offset) {}
}
