package io.ris.hub.tasks.targeting;

import com.fasterxml.jackson.annotation.JsonAlias;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ris.hub.platform.HubException;
import io.ris.hub.platform.crypto.Tokens;
import io.ris.hub.platform.web.Caller;
import io.ris.hub.tasks.TaskOrder;
import io.ris.protocol.CommandSpec;
import io.ris.protocol.Json;
import io.ris.protocol.Priority;
import io.ris.protocol.TaskSpec;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A task to execute, by the client or by the target that is given.
 *
 * @param clientId id or name of the client
 * @param target clients by their labels
 * @param async whether to answer at once
 * @param retryExitCodes exit statuses of an idempotent command that count as transient failures, 1 to 255
 * @param timeout bound of one attempt in seconds, 0.001 to 604800; null for the task's own
 */
public record ExecuteRequest(
        @Size(min = 1, max = 256) @Nullable String clientId,
        @Valid @Nullable Target target,
        @NotNull TaskSpec task,
        @Nullable Priority priority,
        @Nullable Boolean async,
        @Nullable Duration timeout,
        @Min(0) @Max(10) @Nullable Integer maxRetries,

        @JsonAlias("exit_codes") @Size(max = 64) @Nullable List<@NotNull @Min(1) @Max(255) Integer> retryExitCodes,

        @Nullable Boolean idempotent,
        @Nullable ObjectNode metadata,
        @Nullable Instant notBefore,
        @Nullable Instant expiresAt) {

    private static final Duration LONGEST = Duration.ofDays(7);

    /** @throws HubException.Invalid if fields that are right by themselves do not go together */
    void check() {
        if (clientId == null && target == null) {
            throw HubException.Invalid.rule("client_id", "or target must be given");
        }
        if (clientId != null && target != null) {
            throw HubException.Invalid.rule("target", "cannot be given beside client_id");
        }
        if (timeout != null && (!timeout.isPositive() || timeout.compareTo(LONGEST) > 0)) {
            throw HubException.Invalid.rule("timeout", "must be more than 0 and at most 604800 seconds");
        }
        if (retryExitCodes != null && !(task instanceof CommandSpec)) {
            throw HubException.Invalid.rule("retry_exit_codes", "is for commands");
        }
        if (retryExitCodes != null && !Boolean.TRUE.equals(idempotent)) {
            throw HubException.Invalid.rule("retry_exit_codes", "needs idempotent: a command that ran is run again");
        }
        if (target != null) {
            target.check();
        }
    }

    TaskOrder order(Caller caller, @Nullable String idempotencyKey) {
        return new TaskOrder(
                task,
                priority == null ? Priority.NORMAL : priority,
                timeout,
                maxRetries,
                retryExitCodes == null ? List.of() : List.copyOf(retryExitCodes),
                idempotent,
                metadata,
                notBefore,
                expiresAt,
                null,
                null,
                caller.userId(),
                caller.requestId(),
                idempotencyKey,
                hash());
    }

    private String hash() {
        try {
            return Tokens.hash(Json.strict().writeValueAsString(this));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a request that cannot be written", e);
        }
    }
}
