package io.ris.hub.tasks.targeting;

import io.ris.hub.platform.persistence.InstantAsDate;
import io.ris.protocol.TaskId;
import jakarta.nosql.Column;
import jakarta.nosql.Convert;
import jakarta.nosql.Entity;
import jakarta.nosql.Id;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The same task for many agents, as the tenant's database has it.
 *
 * @param spec the {@link io.ris.protocol.TaskSpec}, sealed
 * @param target the {@link Target}, as JSON
 * @param timeoutMillis bound of one attempt; null for the task's own
 * @param maxRetries null for the usual number
 * @param retryExitCodes exit statuses of a command that count as transient failures
 * @param idempotent null for what the task's type says
 * @param agents chosen when it fired, in the order in which they get their tasks
 * @param next how many of the agents have been given their task, or left out
 * @param skipped how many were left out: they were deleted or switched off meanwhile, can do it no more, or it had expired
 * @param notBefore fires then; null for at once
 * @param expiresAt of its tasks
 * @param requestId the request that submitted it
 * @param requestHash hash of that request's body
 * @param error why the last of its agents were given no task; null where that is not so
 */
@Entity("jobs")
public record Job(
        @Id String id,
        @Column("type") String type,
        @Column("status") String status,
        @Column("priority") int priority,
        @Column("user_id") String userId,
        @Column("spec") String spec,
        @Column("target") String target,
        @Column("timeout_ms") @Nullable Long timeoutMillis,
        @Column("max_retries") @Nullable Integer maxRetries,
        @Column("retry_exit_codes") List<Integer> retryExitCodes,
        @Column("idempotent") @Nullable Boolean idempotent,
        @Column("metadata") @Nullable String metadata,
        @Column("agents") List<String> agents,
        @Column("next") int next,
        @Column("skipped") int skipped,
        @Column("created_at") @Convert(InstantAsDate.class) Instant createdAt,

        @Column("not_before") @Convert(InstantAsDate.class) @Nullable
        Instant notBefore,

        @Column("expires_at") @Convert(InstantAsDate.class) @Nullable
        Instant expiresAt,

        @Column("started_at") @Convert(InstantAsDate.class) @Nullable
        Instant startedAt,

        @Column("completed_at") @Convert(InstantAsDate.class) @Nullable
        Instant completedAt,

        @Column("cancel_requested_at") @Convert(InstantAsDate.class) @Nullable
        Instant cancelRequestedAt,

        @Column("request_id") String requestId,
        @Column("request_hash") String requestHash,
        @Column("error") @Nullable String error) {

    @SuppressWarnings("ConstantValue") // the store may hold no lists
    public Job {
        agents = agents == null ? List.of() : List.copyOf(agents);
        retryExitCodes = retryExitCodes == null ? List.of() : List.copyOf(retryExitCodes);
    }

    /** Where it stands. */
    JobStatus state() {
        return JobStatus.find(status)
                .orElseThrow(() -> new IllegalStateException("job " + id + " has no known status"));
    }

    /** What its spec is sealed for. */
    TaskId specId() {
        return new TaskId(id);
    }

    boolean isCancelled() {
        return cancelRequestedAt != null;
    }

    /** Whether every agent has been given its task, or left out. */
    boolean isSpread() {
        return next >= agents.size();
    }

    boolean isDue(Instant now) {
        return notBefore == null || !now.isBefore(notBefore);
    }

    @Override
    public String toString() {
        return "Job[" + id + " " + status + "]";
    }
}
