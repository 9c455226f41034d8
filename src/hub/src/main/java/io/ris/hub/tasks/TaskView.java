package io.ris.hub.tasks;

import com.fasterxml.jackson.databind.JsonNode;
import io.ris.hub.platform.TenantScope;
import io.ris.protocol.TaskResult;
import io.ris.protocol.TaskSpec;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A task as the API shows it (seed 000, "Execute Task on Client").
 *
 * @param clientId the agent's {@code unique_client_id}
 * @param tenantCode whose task it is
 * @param userId who submitted it, or the job that it is a part of
 * @param priority 1 (lowest) to 5 (critical)
 * @param timeout bound of one attempt in seconds
 * @param result the seed's shape for its type; null before the end
 * @param error stable code where it did not complete
 * @param retryExitCodes exit statuses of a command that count as transient failures
 * @param deadLetter why it is in the dead-letter list; null where it is not
 * @param requeuedAs the task that was made of it when it was taken out of that list
 * @param requeuedFrom the dead letter that it was made of
 * @param task the spec, secrets masked; null where it cannot be read any more
 * @param moreOutput streams of which the result holds the beginning alone; {@code GET .../output} has the rest
 * @param gaps streams of which the result lacks the rest, which the tenant had no room for; in a list of tasks they are not looked for
 */
public record TaskView(
        String taskId,
        String type,
        String status,
        String clientId,
        String tenantCode,
        String userId,
        int priority,
        double timeout,
        boolean idempotent,
        int attempt,
        int retries,
        int maxRetries,
        @Nullable List<Integer> retryExitCodes,
        Instant createdAt,
        @Nullable Instant notBefore,
        @Nullable Instant expiresAt,
        @Nullable Instant startedAt,
        @Nullable Instant completedAt,
        @Nullable Instant lostSince,
        @Nullable Instant nextAttemptAt,
        @Nullable Instant cancelRequestedAt,
        @Schema(implementation = TaskResult.class) @Nullable JsonNode result,
        @Nullable String error,
        @Nullable String detail,
        @Schema(implementation = TaskSpec.class) @Nullable JsonNode task,
        @Nullable JsonNode metadata,
        @Nullable String requestId,
        @Nullable String jobId,
        @Nullable String deadLetter,
        @Nullable String requeuedAs,
        @Nullable String requeuedFrom,
        @Nullable List<String> moreOutput,
        @Nullable List<String> gaps) {

    static TaskView of(
            Task task,
            @Schema(implementation = TaskResult.class) @Nullable JsonNode result,
            @Nullable JsonNode spec,
            List<String> moreOutput,
            List<String> gaps) {
        return new TaskView(
                task.id(),
                task.type(),
                task.status(),
                task.clientId(),
                TenantScope.require().value(),
                task.userId(),
                task.priority(),
                task.timeoutMillis() / 1000.0,
                task.idempotent(),
                task.attempt(),
                task.retries(),
                task.maxRetries(),
                task.retryExitCodes().isEmpty() ? null : task.retryExitCodes(),
                task.createdAt(),
                task.notBefore(),
                task.expiresAt(),
                task.startedAt(),
                task.completedAt(),
                task.lostSince(),
                task.nextAttemptAt(),
                task.cancelRequestedAt(),
                result,
                task.error(),
                task.detail(),
                spec,
                TaskSpecs.tree(task.metadata()),
                task.requestId(),
                task.jobId(),
                task.deadLetter(),
                task.requeuedAs(),
                task.requeuedFrom(),
                moreOutput.isEmpty() ? null : moreOutput,
                gaps.isEmpty() ? null : gaps);
    }
}
