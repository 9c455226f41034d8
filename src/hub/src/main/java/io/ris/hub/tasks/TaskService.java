package io.ris.hub.tasks;

import com.fasterxml.jackson.databind.JsonNode;
import io.ris.hub.fleet.AgentKey;
import io.ris.hub.fleet.connection.ConnectionRegistry;
import io.ris.hub.platform.HubException;
import io.ris.hub.platform.HubService;
import io.ris.hub.platform.ProblemType;
import io.ris.hub.platform.TenantCode;
import io.ris.hub.platform.TenantScope;
import io.ris.hub.platform.persistence.Page;
import io.ris.hub.platform.persistence.PageRequest;
import io.ris.protocol.HubFrame;
import io.ris.protocol.TaskId;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/** Finding, awaiting and cancelling tasks of the tenant in scope. Thread-safe. */
@HubService
public class TaskService {

    private static final int MAX_TRIES = 5;

    /** How long an agent may take to tell of a timeout: whoever waits should hear of it, and not just before. */
    private static final Duration TIMEOUT_REPORT = Duration.ofSeconds(2);

    private final TaskRepository tasks;
    private final TaskEventRepository events;
    private final TaskSpecs specs;
    private final TaskLife life;
    private final TaskWaiters waiters;
    private final ConnectionRegistry connections;
    private final ManagedScheduledExecutorService executor;
    private final Clock clock;
    private final Duration longestWait;

    @Inject
    TaskService(
            TaskRepository tasks,
            TaskEventRepository events,
            TaskSpecs specs,
            TaskLife life,
            TaskWaiters waiters,
            ConnectionRegistry connections,
            ManagedScheduledExecutorService executor,
            Clock clock,
            @ConfigProperty(name = "task_orchestration.sync_wait") Duration longestWait) {
        this.tasks = tasks;
        this.events = events;
        this.specs = specs;
        this.life = life;
        this.waiters = waiters;
        this.connections = connections;
        this.executor = executor;
        this.clock = clock;
        this.longestWait = longestWait;
    }

    /**
     * The task once it has ended, or as it stands when the wait is over: a little after its timeout, and no longer than
     * the hub waits.
     */
    public CompletableFuture<Task> await(Task task) {
        TenantCode tenant = TenantScope.require();
        Duration told = task.timeout().plus(TIMEOUT_REPORT);
        Duration wait = told.compareTo(longestWait) < 0 ? told : longestWait;
        CompletableFuture<Boolean> end = waiters.await(tenant, task.taskId(), wait);
        if (tasks.recent(task.taskId(), state -> true)
                .filter(now -> now.state().isTerminal())
                .isPresent()) {
            waiters.ended(tenant, task.taskId());
        }
        // Not on the thread that brought the task's end: that one still has an agent's frame to handle, in its own
        // scope.
        return end.thenApplyAsync(ended -> TenantScope.call(tenant, () -> recent(task.taskId())), executor);
    }

    /** A task that has ended as this node last wrote it; any other as the store has it. */
    private Task recent(TaskId id) {
        return tasks.recent(id, TaskState::isTerminal).orElseThrow(TaskService::notFound);
    }

    /** @throws HubException.Conflict if there is none in this tenant */
    public Task require(TaskId id) {
        return tasks.find(id).orElseThrow(TaskService::notFound);
    }

    /**
     * What is kept of the steps of a task.
     *
     * @throws HubException.Conflict if there is none in this tenant
     */
    public List<TaskEventView> events(TaskId id) {
        Task task = require(id);
        return TaskEventView.allOf(task, events.later(task));
    }

    private static HubException.Conflict notFound() {
        return new HubException.Conflict(ProblemType.TASK_NOT_FOUND, "there is no such task");
    }

    /** The spec of a task with its secrets masked; null where it cannot be read. */
    public @Nullable JsonNode shown(Task task) {
        return specs.shown(task);
    }

    /** A page of the tasks that a filter lets through. */
    public Page<Task> page(TaskFilter filter, PageRequest request) {
        return tasks.page(filter, request);
    }

    /** A page of the dead-letter list: what failed in a way that may pass, as often as it may be tried. */
    public Page<Task> deadLetters(TaskFilter filter, PageRequest request) {
        return tasks.deadLetters(filter, request);
    }

    /**
     * Takes a task out of the dead-letter list; false if it is not in it any more.
     *
     * @param requeuedAs the task that was made of it; null where it is purged
     */
    public boolean unbury(Task task, @Nullable TaskId requeuedAs) {
        return tasks.unbury(task, requeuedAs, clock.instant());
    }

    /** How many tasks of a job are in each state. */
    public Map<TaskState, Integer> progress(String job) {
        return tasks.progress(job);
    }

    /** The tasks of a job that have not ended, but for those that run and that somebody wants to end already. */
    public List<TaskId> uncancelledOfJob(String job) {
        return tasks.uncancelledOfJob(job);
    }

    /**
     * Ends a task: at once while it waits, through its agent while it runs.
     *
     * @throws HubException.Conflict if it has ended already
     */
    public Task cancel(TaskId id) {
        for (int tries = 0; tries < MAX_TRIES; tries++) {
            Task task = require(id);
            if (task.state().isTerminal()) {
                throw new HubException.Conflict(ProblemType.TASK_FINISHED, "the task has ended: " + task.status());
            }
            if (cancel(task)) {
                return require(id);
            }
        }
        throw new HubException.Conflict(ProblemType.CONFLICT, "the task changes too fast; try again");
    }

    private boolean cancel(Task task) {
        return switch (task.state()) {
            case PENDING, QUEUED, RETRYING -> life.end(task, TaskState.CANCELLED, null, null);
            case ROUTING -> life.end(task, TaskState.CANCELLED, null, null) && tell(task, false);
            case RUNNING -> life.requestCancel(task, "cancel requested") && tell(task, true);
            case COMPLETED, FAILED, TIMEOUT, CANCELLED -> false;
        };
    }

    private boolean tell(Task task, boolean running) {
        connections
                .find(new AgentKey(TenantScope.require(), task.agentId()))
                .ifPresent(connection -> connection.send(
                        running
                                ? new HubFrame.Cancel(task.taskId(), task.attempt(), connection.epoch(), "cancelled")
                                : new HubFrame.Recall(task.taskId(), task.attempt(), connection.epoch(), "cancelled")));
        return true;
    }
}
