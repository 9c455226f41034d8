package io.ris.hub.tasks;

import io.ris.hub.platform.persistence.InstantAsDate;
import io.ris.protocol.AgentId;
import io.ris.protocol.Priority;
import io.ris.protocol.TaskAttempt;
import io.ris.protocol.TaskId;
import jakarta.nosql.Column;
import jakarta.nosql.Convert;
import jakarta.nosql.Entity;
import jakarta.nosql.Id;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A task as its tenant's database has it. Documents of JSON (spec, result, metadata) are kept as text; the spec is sealed.
 *
 * @param priority 1 to 5
 * @param clientId the agent
 * @param spec the {@link io.ris.protocol.TaskSpec}, sealed
 * @param timeoutMillis bound of one attempt
 * @param maxRetries how often a transient failure is tried again
 * @param retryExitCodes exit statuses of a command that count as transient failures
 * @param retries how often it was
 * @param attempt number of the last offer; 0 before the first
 * @param epoch the agent's epoch at the last offer or adoption
 * @param notBefore not due before; null for at once
 * @param expiresAt fails if not started until then; null for never
 * @param deadline when a running attempt is given up
 * @param lostSince since when the agent of a running task is away; null while it is there
 * @param nextAttemptAt when a retrying task is due
 * @param cancelRequestedAt when somebody asked for its end while it ran
 * @param requestId the request that submitted it
 * @param requestHash hash of that request's body where it came with an Idempotency-Key
 * @param deadLetter why it is in the dead-letter list; null where it is not
 * @param requeuedAs the task that was made of it when it was taken out of that list; null for none
 * @param requeuedFrom the dead letter that it was made of; null for none
 * @param jobId the job that it is a part of; null for none
 * @param events its first steps, and all that most tasks have
 * @param laterCount how many there were after these, of which {@link TaskEventRepository} keeps the newest; null for none
 * @param lateRemarks how many of those only say that something came too late; null for none
 */
@Entity("tasks")
public record Task(
        @Id String id,
        @Column("type") String type,
        @Column("status") String status,
        @Column("priority") int priority,
        @Column("client_id") String clientId,
        @Column("user_id") String userId,
        @Column("spec") String spec,
        @Column("timeout_ms") long timeoutMillis,
        @Column("idempotent") boolean idempotent,
        @Column("max_retries") int maxRetries,
        @Column("retry_exit_codes") List<Integer> retryExitCodes,
        @Column("retries") int retries,
        @Column("attempt") int attempt,
        @Column("epoch") long epoch,
        @Column("created_at") @Convert(InstantAsDate.class) Instant createdAt,

        @Column("not_before") @Convert(InstantAsDate.class) @Nullable
        Instant notBefore,

        @Column("expires_at") @Convert(InstantAsDate.class) @Nullable
        Instant expiresAt,

        @Column("started_at") @Convert(InstantAsDate.class) @Nullable
        Instant startedAt,

        @Column("completed_at") @Convert(InstantAsDate.class) @Nullable
        Instant completedAt,

        @Column("deadline") @Convert(InstantAsDate.class) @Nullable
        Instant deadline,

        @Column("lost_since") @Convert(InstantAsDate.class) @Nullable
        Instant lostSince,

        @Column("next_attempt_at") @Convert(InstantAsDate.class) @Nullable
        Instant nextAttemptAt,

        @Column("cancel_requested_at") @Convert(InstantAsDate.class) @Nullable
        Instant cancelRequestedAt,

        @Column("result") @Nullable String result,
        @Column("error") @Nullable String error,
        @Column("detail") @Nullable String detail,
        @Column("metadata") @Nullable String metadata,
        @Column("request_id") @Nullable String requestId,
        @Column("request_hash") @Nullable String requestHash,
        @Column("job_id") @Nullable String jobId,
        @Column("dead_letter") @Nullable String deadLetter,
        @Column("requeued_as") @Nullable String requeuedAs,
        @Column("requeued_from") @Nullable String requeuedFrom,
        @Column("events") List<TaskTransition> events,
        @Column("later_count") @Nullable Integer laterCount,
        @Column("late_remarks") @Nullable Integer lateRemarks) {

    @SuppressWarnings("ConstantValue") // the store may hold no list
    public Task {
        events = events == null ? List.of() : List.copyOf(events);
        retryExitCodes = retryExitCodes == null ? List.of() : List.copyOf(retryExitCodes);
    }

    /** Another one after every change: each step leaves an event, but for the agent's absence. */
    long revision() {
        return 2L * (events.size() + countOfLater()) + (lostSince == null ? 0 : 1);
    }

    private int countOfLater() {
        return laterCount == null ? 0 : laterCount;
    }

    /** Whether the next event is one of the first. */
    boolean hasRoomForFirst() {
        return events.size() < TaskEventRepository.FIRST;
    }

    /** Where it stands. */
    public TaskState state() {
        return TaskState.find(status)
                .orElseThrow(() -> new IllegalStateException("task " + id + " has no known state"));
    }

    /** The id as a typed value. */
    public TaskId taskId() {
        return new TaskId(id);
    }

    /** The agent as a typed value. */
    public AgentId agentId() {
        return new AgentId(clientId);
    }

    /** The last attempt; there must have been one. */
    public TaskAttempt taskAttempt() {
        return new TaskAttempt(taskId(), attempt);
    }

    /** The priority as a typed value. */
    public Priority priorityLevel() {
        return Priority.ofLevel(priority);
    }

    /** Bound of one attempt. */
    public Duration timeout() {
        return Duration.ofMillis(timeoutMillis);
    }

    /** Whether its time to be started is over. */
    boolean isExpired(Instant now) {
        return expiresAt != null && !now.isBefore(expiresAt);
    }

    /** As it is after a step. */
    Task after(TaskChange change, TaskTransition event) {
        boolean isFirst = hasRoomForFirst();
        return new Task(
                id,
                type,
                change.to().wireName(),
                priority,
                clientId,
                userId,
                spec,
                timeoutMillis,
                idempotent,
                maxRetries,
                retryExitCodes,
                change.number("retries", retries).intValue(),
                change.attempt(),
                change.number("epoch", epoch).longValue(),
                createdAt,
                notBefore,
                expiresAt,
                change.time("started_at", startedAt),
                change.time("completed_at", completedAt),
                change.time("deadline", deadline),
                change.time("lost_since", lostSince),
                change.time("next_attempt_at", nextAttemptAt),
                change.time("cancel_requested_at", cancelRequestedAt),
                change.text("result", result),
                change.text("error", error),
                change.text("detail", detail),
                metadata,
                requestId,
                requestHash,
                jobId,
                change.text("dead_letter", deadLetter),
                requeuedAs,
                requeuedFrom,
                isFirst ? with(event) : events,
                isFirst ? laterCount : Integer.valueOf(countOfLater() + 1),
                lateRemarks);
    }

    private List<TaskTransition> with(TaskTransition event) {
        List<TaskTransition> more = new ArrayList<>(events);
        more.add(event);
        return more;
    }

    @Override
    public String toString() {
        return "Task[" + id + " " + status + "]";
    }
}
