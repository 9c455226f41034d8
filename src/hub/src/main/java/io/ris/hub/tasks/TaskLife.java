package io.ris.hub.tasks;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.ris.hub.fleet.AgentKey;
import io.ris.hub.platform.HubService;
import io.ris.hub.platform.TenantCode;
import io.ris.hub.platform.TenantScope;
import io.ris.hub.tenancy.Quota;
import io.ris.hub.tenancy.Quotas;
import io.ris.protocol.AgentFrame;
import io.ris.protocol.Json;
import io.ris.protocol.ResultStatus;
import io.ris.protocol.TaskResult;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * Takes a task from one state to the next, and draws the consequences on this node once the store has the step. Every
 * method works for the tenant in scope and returns false where the task has moved meanwhile. Thread-safe.
 */
@HubService
class TaskLife {

    /** Why a task is in the dead-letter list. */
    static final String ATTEMPTS_USED_UP = "attempts_used_up";

    /** How long beyond its timeout the hub waits for an agent that should have ended an attempt itself. */
    static final Duration GRACE = Duration.ofSeconds(30);

    private final TaskRepository tasks;
    private final AgentLanes lanes;
    private final TaskTimers timers;
    private final TaskWaiters waiters;
    private final TaskMetrics metrics;
    private final Quotas quotas;
    private final Event<TaskEnded> endings;
    private final Clock clock;
    private final RetryPolicy retries;
    private final boolean keepsDeadLetters;

    @Inject
    TaskLife(
            TaskRepository tasks,
            AgentLanes lanes,
            TaskTimers timers,
            TaskWaiters waiters,
            TaskMetrics metrics,
            Quotas quotas,
            Event<TaskEnded> endings,
            Clock clock,
            RetryPolicy retries,
            @ConfigProperty(name = "task_orchestration.queue.dead_letter_enabled") boolean keepsDeadLetters) {
        this.tasks = tasks;
        this.lanes = lanes;
        this.timers = timers;
        this.waiters = waiters;
        this.metrics = metrics;
        this.quotas = quotas;
        this.endings = endings;
        this.clock = clock;
        this.retries = retries;
        this.keepsDeadLetters = keepsDeadLetters;
    }

    /** The task is offered: given again elsewhere at any time before it is started, so a crash may forget this step. */
    boolean route(Task task, long epoch) {
        return step(TaskChange.of(task, TaskState.ROUTING)
                .with("attempt", task.attempt() + 1)
                .with("epoch", epoch)
                .relaxed());
    }

    /** The task is offered and may begin at once: for those that may run twice. */
    boolean routeAndStart(Task task, long epoch) {
        return run(task, task.attempt() + 1, epoch);
    }

    /** The agent has accepted: from now on the task may have run. */
    boolean start(Task task) {
        return run(task, task.attempt(), task.epoch());
    }

    private boolean run(Task task, int attempt, long epoch) {
        Instant now = clock.instant();
        Instant deadline = now.plus(task.timeout()).plus(GRACE);
        boolean running = step(TaskChange.of(task, TaskState.RUNNING)
                .with("attempt", attempt)
                .with("epoch", epoch)
                .with("started_at", now)
                .with("deadline", deadline));
        if (running) {
            lanes.of(key(task)).hold(task.taskId(), deadline);
        }
        return running;
    }

    /** The agent is back and still has the running task: it goes on under the new connection's epoch. */
    boolean adopt(Task task, long epoch) {
        return step(TaskChange.of(task, task.state())
                .with("epoch", epoch)
                .with("lost_since", null)
                .because("agent is back"));
    }

    /** The task has not begun and waits again. */
    boolean queue(Task task, @Nullable String reason) {
        boolean queued = step(TaskChange.of(task, TaskState.QUEUED)
                .with("next_attempt_at", null)
                .because(reason)
                .relaxed());
        if (queued) {
            lanes.of(key(task)).putBack(AgentLane.Waiting.of(task));
        }
        return queued;
    }

    /** Somebody wants the end of a running task. */
    boolean requestCancel(Task task, String why) {
        return step(TaskChange.of(task, TaskState.RUNNING)
                .with("cancel_requested_at", clock.instant())
                .because(why));
    }

    /** The task ends without a result of an attempt. */
    boolean end(Task task, TaskState state, @Nullable String error, @Nullable String detail) {
        return step(TaskChange.of(task, state).error(error, detail).finished(clock.instant()));
    }

    /** The time to be started is over. */
    boolean expire(Task task) {
        String detail = task.startedAt() == null
                ? "it was not started in time"
                : "after the last attempt no other was started in time";
        return end(task, TaskState.FAILED, "expired", detail);
    }

    /** The task's agent is gone for good and runs nothing any more. */
    boolean clientDeleted(Task task) {
        String detail = task.state() == TaskState.RUNNING
                ? "its client was deleted; it may have run"
                : "its client was deleted";
        return end(task, TaskState.FAILED, "client_deleted", detail);
    }

    /** An attempt's end is not known: run again where that does no harm, else failed for good. */
    boolean outcomeUnknown(Task task, String detail) {
        RetryPolicy.Verdict verdict = retries.judgeUnknown(task);
        if (verdict == RetryPolicy.Verdict.AGAIN) {
            return retry(task, RetryPolicy.OUTCOME_UNKNOWN);
        }
        TaskState state = task.cancelRequestedAt() == null ? TaskState.FAILED : TaskState.CANCELLED;
        return step(buried(
                TaskChange.of(task, state)
                        .error(RetryPolicy.OUTCOME_UNKNOWN, detail)
                        .finished(clock.instant()),
                verdict));
    }

    /** An attempt is over, as the agent says. */
    boolean finish(Task task, AgentFrame.Result result) {
        RetryPolicy.Verdict verdict = retries.judge(task, result);
        if (verdict == RetryPolicy.Verdict.AGAIN) {
            return retry(task, result.error() == null ? "http_status" : result.error());
        }
        TaskChange change = TaskChange.of(task, state(task, result.status()))
                .error(result.error(), result.detail())
                .with("result", json(result.result()))
                .with("lost_since", null)
                .finished(within(task, result.completedAt()));
        if (result.startedAt() != null) {
            change.with("started_at", within(task, result.startedAt()));
        }
        return step(buried(change, verdict));
    }

    /** Marks what nobody will try again, though it might work now, for the dead-letter list. */
    private TaskChange buried(TaskChange change, RetryPolicy.Verdict verdict) {
        boolean dead = verdict == RetryPolicy.Verdict.USED_UP && keepsDeadLetters;
        return dead ? change.with("dead_letter", ATTEMPTS_USED_UP) : change;
    }

    /** What an agent's clock says, as far as it can be true by the hub's. */
    private Instant within(Task task, Instant told) {
        Instant now = clock.instant();
        if (told.isBefore(task.createdAt())) {
            return task.createdAt();
        }
        return told.isAfter(now) ? now : told;
    }

    private static TaskState state(Task task, ResultStatus status) {
        return switch (status) {
            case COMPLETED -> TaskState.COMPLETED;
            case FAILED -> task.cancelRequestedAt() == null ? TaskState.FAILED : TaskState.CANCELLED;
            case TIMEOUT -> TaskState.TIMEOUT;
            case CANCELLED -> TaskState.CANCELLED;
        };
    }

    private boolean retry(Task task, String reason) {
        Instant at = clock.instant().plus(retries.delay(task.retries()));
        boolean retrying = step(TaskChange.of(task, TaskState.RETRYING)
                .with("retries", task.retries() + 1)
                .with("next_attempt_at", at)
                .with("lost_since", null)
                .because(reason));
        if (retrying) {
            lanes.of(key(task)).release(task.taskId());
            timers.set(TenantScope.require(), task.taskId(), at);
        }
        return retrying;
    }

    private boolean step(TaskChange change) {
        boolean taken = tasks.apply(change, clock.instant());
        Task task = change.before();
        if (taken && change.to().isTerminal()) {
            TenantCode tenant = TenantScope.require();
            lanes.of(key(task)).release(task.taskId());
            timers.forget(tenant, task.taskId());
            quotas.give(Quota.TASKS);
            waiters.ended(tenant, task.taskId());
            endings.fire(new TaskEnded(
                    tenant,
                    task.taskId(),
                    Optional.ofNullable(task.jobId()),
                    task.agentId(),
                    task.type(),
                    change.to()));
            metrics.ended(task, change.to(), clock.instant());
        }
        return taken;
    }

    private static AgentKey key(Task task) {
        return new AgentKey(TenantScope.require(), task.agentId());
    }

    private static @Nullable String json(@Nullable TaskResult result) {
        try {
            return result == null ? null : Json.strict().writeValueAsString(result);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a result that cannot be written", e);
        }
    }
}
