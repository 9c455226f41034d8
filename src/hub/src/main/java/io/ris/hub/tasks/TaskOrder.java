package io.ris.hub.tasks;

import com.fasterxml.jackson.databind.JsonNode;
import io.ris.protocol.Priority;
import io.ris.protocol.TaskSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a caller wants done, whoever is to do it.
 *
 * @param retryExitCodes exit statuses of a command that count as transient failures
 * @param requeuedFrom the dead letter that is tried again; null for none
 * @param jobId the job that it is a part of; null for none
 * @param idempotencyKey the caller's key for this request; null for none
 * @param bodyHash hash of the request's content, to tell a repeated request from another one
 */
public record TaskOrder(
        TaskSpec spec,
        Priority priority,
        @Nullable Duration timeout,
        @Nullable Integer maxRetries,
        List<Integer> retryExitCodes,
        @Nullable Boolean idempotent,
        @Nullable JsonNode metadata,
        @Nullable Instant notBefore,
        @Nullable Instant expiresAt,
        @Nullable String jobId,
        @Nullable String requeuedFrom,
        String userId,
        String requestId,
        @Nullable String idempotencyKey,
        String bodyHash) {}
