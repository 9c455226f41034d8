package io.ris.hub.tasks;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.github.f4b6a3.uuid.UuidCreator;
import io.ris.hub.fleet.Agent;
import io.ris.hub.fleet.AgentService;
import io.ris.hub.platform.HubException;
import io.ris.hub.platform.HubService;
import io.ris.hub.platform.ProblemType;
import io.ris.hub.platform.TenantCode;
import io.ris.hub.platform.TenantScope;
import io.ris.hub.platform.audit.AuditEntry;
import io.ris.hub.platform.audit.AuditKind;
import io.ris.hub.platform.audit.AuditResult;
import io.ris.hub.platform.audit.AuditTrail;
import io.ris.hub.platform.cluster.HubNode;
import io.ris.hub.platform.crypto.Tokens;
import io.ris.hub.tenancy.Quota;
import io.ris.hub.tenancy.Quotas;
import io.ris.hub.tenancy.StorageGauge;
import io.ris.hub.tenancy.UsageMeter;
import io.ris.protocol.FrameCodec;
import io.ris.protocol.HttpRequestSpec;
import io.ris.protocol.Json;
import io.ris.protocol.TaskId;
import io.ris.protocol.TaskSpec;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Taking tasks on for the tenant in scope. Thread-safe. */
@HubService
public class TaskSubmission {

    /** For so long at least a request with the same Idempotency-Key gives the same again, however soon ended tasks are removed. */
    public static final Duration KEYS_LAST = Duration.ofDays(1);

    /** Room for what an offer holds beside the spec. */
    private static final int OFFER_BYTES = 8 * 1024;

    private final TaskRepository tasks;
    private final TaskSpecs specs;
    private final TaskTimers timers;
    private final TaskMetrics metrics;
    private final TaskWakeUps wakeUps;
    private final QueueRoom room;
    private final AgentService agents;
    private final Quotas quotas;
    private final StorageGauge storage;
    private final UsageMeter usage;
    private final AuditTrail audit;
    private final HubNode node;
    private final Clock clock;
    private final Duration defaultTimeout;
    private final int defaultRetries;

    @Inject
    TaskSubmission(
            TaskRepository tasks,
            TaskSpecs specs,
            TaskTimers timers,
            TaskMetrics metrics,
            TaskWakeUps wakeUps,
            QueueRoom room,
            AgentService agents,
            Quotas quotas,
            StorageGauge storage,
            UsageMeter usage,
            AuditTrail audit,
            HubNode node,
            Clock clock,
            @ConfigProperty(name = "task_orchestration.task_timeout") Duration defaultTimeout,
            @ConfigProperty(name = "task_orchestration.retry_policy.max_attempts") int maxAttempts) {
        this.tasks = tasks;
        this.specs = specs;
        this.timers = timers;
        this.metrics = metrics;
        this.wakeUps = wakeUps;
        this.room = room;
        this.agents = agents;
        this.quotas = quotas;
        this.storage = storage;
        this.usage = usage;
        this.audit = audit;
        this.node = node;
        this.clock = clock;
        this.defaultTimeout = defaultTimeout;
        this.defaultRetries = Math.max(0, maxAttempts - 1);
    }

    /**
     * Stores a task durably and wakes the dispatcher. The same Idempotency-Key gives the same task again.
     *
     * @param client id or name of the agent
     * @throws HubException if there is no such agent, it cannot do this, or the queue is full
     */
    public Task submit(String client, TaskOrder order) {
        return submit(
                () -> agents.find(client)
                        .orElseThrow(() ->
                                new HubException.Conflict(ProblemType.CLIENT_NOT_FOUND, "there is no such client")),
                order);
    }

    /** As {@link #submit(String, TaskOrder)}, for an agent that is chosen only where the key has made no task before. */
    public Task submit(Supplier<Agent> choice, TaskOrder order) {
        TenantCode tenant = TenantScope.require();
        Optional<Task> first = first(order);
        if (first.isPresent()) {
            return first.get();
        }
        Agent agent = choice.get();
        requireAble(agent, order.spec());
        requireValid(order);
        room.take();
        Task task = task(order, agent);
        if (!store(task)) {
            return first(order)
                    .orElseThrow(() -> new IllegalStateException(task.id() + " is there and cannot be found"));
        }
        metrics.submitted();
        usage.task(tenant);
        if (task.expiresAt() != null) {
            timers.set(tenant, task.taskId(), task.expiresAt());
        }
        if (task.state() == TaskState.PENDING && task.notBefore() != null) {
            timers.set(tenant, task.taskId(), task.notBefore());
        } else {
            wakeUps.wake(tenant, task);
        }
        return task;
    }

    /**
     * Submits what an ended task was once more; the same new task however often this is called.
     *
     * @param requestId the request that wants it
     * @throws HubException as for a new task
     */
    public Task again(Task ended, String requestId) {
        return submit(
                ended.clientId(),
                new TaskOrder(
                        specs.open(ended),
                        ended.priorityLevel(),
                        ended.timeout(),
                        ended.maxRetries(),
                        ended.retryExitCodes(),
                        ended.idempotent(),
                        TaskSpecs.tree(ended.metadata()),
                        null,
                        null,
                        null,
                        ended.id(),
                        ended.userId(),
                        requestId,
                        "again\n" + ended.id(),
                        ""));
    }

    /** Stores a new task where the tenant has a place for it; false if it is there already. */
    private boolean store(Task task) {
        storage.requireRoomFor(task.spec().length());
        quotas.take(Quota.TASKS);
        boolean stored = false;
        try {
            audit.record(new AuditEntry(
                    AuditKind.TASK_EXECUTION,
                    "task.execute",
                    "task/" + task.id(),
                    AuditResult.SUCCESS,
                    Map.of("type", task.type(), "client_id", task.clientId())));
            stored = tasks.insert(task);
            return stored;
        } finally {
            if (!stored) {
                quotas.give(Quota.TASKS);
            }
        }
    }

    private static void requireAble(Agent agent, TaskSpec spec) {
        if (!agent.isActive()) {
            throw HubException.Invalid.rule("client_id", "names a client that is inactive");
        }
        if (!agent.canDo(spec.type())) {
            throw HubException.Invalid.rule("task.type", "is not among the client's capabilities");
        }
    }

    /** @throws HubException.Invalid if no agent could be given this: it is too large, or would expire before it is due */
    public void requireValid(TaskOrder order) {
        requireSendable(order.spec());
        requireTimes(order);
    }

    /** The whole offer must fit into one message to the agent. */
    private static void requireSendable(TaskSpec spec) {
        try {
            if (Json.strict().writeValueAsBytes(spec).length > FrameCodec.MAX_MESSAGE_BYTES - OFFER_BYTES) {
                throw HubException.Invalid.rule("task", "is too large for one message to the client");
            }
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a spec that was read cannot be written", e);
        }
    }

    private void requireTimes(TaskOrder order) {
        Instant from = order.notBefore() == null ? clock.instant() : order.notBefore();
        if (order.expiresAt() != null && !order.expiresAt().isAfter(from)) {
            throw HubException.Invalid.rule("expires_at", "must be later than now and than not_before");
        }
    }

    private Task task(TaskOrder order, Agent agent) {
        Instant now = clock.instant();
        TaskId id = id(order);
        TaskSpec spec = order.spec();
        boolean later = order.notBefore() != null && order.notBefore().isAfter(now);
        TaskState state = later ? TaskState.PENDING : TaskState.QUEUED;
        Duration timeout = Optional.ofNullable(order.timeout())
                .or(() -> Optional.ofNullable(spec.timeout()))
                .orElse(defaultTimeout);
        return new Task(
                id.value(),
                spec.type(),
                state.wireName(),
                order.priority().level(),
                agent.id(),
                order.userId(),
                specs.seal(id, spec),
                timeout.toMillis(),
                order.idempotent() == null ? spec.idempotentByNature() : order.idempotent(),
                retries(order),
                order.retryExitCodes(),
                0,
                0,
                0,
                now,
                order.notBefore(),
                order.expiresAt(),
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                order.metadata() == null ? null : order.metadata().toString(),
                order.requestId(),
                order.idempotencyKey() == null ? null : order.bodyHash(),
                order.jobId(),
                null,
                null,
                order.requeuedFrom(),
                List.of(new TaskTransition(now, null, state.wireName(), 0, node.id(), null)),
                null,
                null);
    }

    private int retries(TaskOrder order) {
        if (order.maxRetries() != null) {
            return order.maxRetries();
        }
        return order.spec() instanceof HttpRequestSpec http && http.retries() != null ? http.retries() : defaultRetries;
    }

    /** The key makes the id, so that the store's own uniqueness decides which of many equal requests is the first. */
    private static TaskId id(TaskOrder order) {
        return new TaskId(
                order.idempotencyKey() == null
                        ? UuidCreator.getTimeOrderedEpoch().toString()
                        : Tokens.hash(order.userId() + "\n" + order.idempotencyKey()));
    }

    /** What the same key has made before, whatever has changed since. */
    private Optional<Task> first(TaskOrder order) {
        Optional<Task> first = madeBefore(order);
        if (first.filter(task -> !order.bodyHash().equals(task.requestHash())).isPresent()) {
            throw keyReused();
        }
        return first;
    }

    private Optional<Task> madeBefore(TaskOrder order) {
        return order.idempotencyKey() == null ? Optional.empty() : tasks.find(id(order));
    }

    /** @throws HubException.Conflict if the order, which is none for a task, has a key that has made a task before */
    public void requireNoTask(TaskOrder order) {
        if (madeBefore(order).isPresent()) {
            throw keyReused();
        }
    }

    /** The key of a request has made something else before. */
    public static HubException.Conflict keyReused() {
        return new HubException.Conflict(
                ProblemType.IDEMPOTENCY_KEY_REUSED, "the Idempotency-Key was used for another request");
    }
}
