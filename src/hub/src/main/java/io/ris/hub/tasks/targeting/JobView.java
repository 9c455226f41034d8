package io.ris.hub.tasks.targeting;

import com.fasterxml.jackson.databind.JsonNode;
import io.ris.hub.tasks.TaskState;
import io.ris.protocol.TaskSpec;
import java.time.Instant;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A job as the API shows it.
 *
 * @param priority of its tasks, 1 (lowest) to 5 (critical)
 * @param error stable code of why the last of its clients were given no task; null where that is not so
 * @param task the spec, secrets masked; null where it cannot be read any more
 */
public record JobView(
        String jobId,
        String type,
        String status,
        int priority,
        Target target,
        Progress progress,
        Instant createdAt,
        @Nullable Instant notBefore,
        @Nullable Instant expiresAt,
        @Nullable Instant startedAt,
        @Nullable Instant completedAt,
        @Nullable Instant cancelRequestedAt,
        @Schema(implementation = TaskSpec.class) @Nullable JsonNode task,
        @Nullable JsonNode metadata,
        String requestId,
        @Nullable String error) {

    /**
     * How far it is, in agents.
     *
     * @param total chosen when it fired; 0 before
     * @param waiting have not been given their task yet
     * @param skipped were given none: deleted, switched off or unable to do it by then, or the job had expired, or has an
     *     {@code error}
     * @param active have a task that has not ended
     */
    public record Progress(
            int total,
            int waiting,
            int skipped,
            int active,
            int running,
            int completed,
            int failed,
            int timeout,
            int cancelled) {

        static Progress of(Job job, Map<TaskState, Integer> tasks) {
            int all = tasks.values().stream().mapToInt(Integer::intValue).sum();
            int completed = tasks.getOrDefault(TaskState.COMPLETED, 0);
            int failed = tasks.getOrDefault(TaskState.FAILED, 0);
            int timeout = tasks.getOrDefault(TaskState.TIMEOUT, 0);
            int cancelled = tasks.getOrDefault(TaskState.CANCELLED, 0);
            return new Progress(
                    job.agents().size(),
                    Math.max(0, job.agents().size() - all - job.skipped()),
                    job.skipped(),
                    all - completed - failed - timeout - cancelled,
                    tasks.getOrDefault(TaskState.RUNNING, 0),
                    completed,
                    failed,
                    timeout,
                    cancelled);
        }
    }
}
