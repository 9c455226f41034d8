package io.ris.hub.tasks;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.github.f4b6a3.uuid.UuidCreator;
import io.ris.hub.fleet.Agent;
import io.ris.hub.fleet.AgentKey;
import io.ris.hub.fleet.AgentService;
import io.ris.hub.fleet.connection.ConnectionRegistry;
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
import io.ris.hub.platform.messaging.WakeUps;
import io.ris.hub.platform.persistence.Page;
import io.ris.hub.platform.persistence.PageRequest;
import io.ris.hub.tenancy.Quota;
import io.ris.hub.tenancy.Quotas;
import io.ris.hub.tenancy.StorageGauge;
import io.ris.hub.tenancy.UsageMeter;
import io.ris.protocol.FrameCodec;
import io.ris.protocol.HttpRequestSpec;
import io.ris.protocol.HubFrame;
import io.ris.protocol.Json;
import io.ris.protocol.OutputStreamName;
import io.ris.protocol.Priority;
import io.ris.protocol.TaskId;
import io.ris.protocol.TaskSpec;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/** Submitting, finding and cancelling tasks of the tenant in scope. Thread-safe. */
@HubService
public class TaskService {

    private static final System.Logger LOG = System.getLogger(TaskService.class.getName());
    private static final int MAX_TRIES = 5;

    /** Room for what an offer holds beside the spec. */
    private static final int OFFER_BYTES = 8 * 1024;

    /** How long an agent may take to tell of a timeout: whoever waits should hear of it, and not just before. */
    private static final Duration TIMEOUT_REPORT = Duration.ofSeconds(2);

    private final TaskRepository tasks;
    private final TaskSpecs specs;
    private final TaskLife life;
    private final TaskOutput output;
    private final TaskTimers timers;
    private final TaskWaiters waiters;
    private final TaskMetrics metrics;
    private final AgentLanes lanes;
    private final AgentService agents;
    private final ConnectionRegistry connections;
    private final WakeUps wakeUps;
    private final Quotas quotas;
    private final StorageGauge storage;
    private final UsageMeter usage;
    private final AuditTrail audit;
    private final HubNode node;
    private final Clock clock;
    private final ManagedScheduledExecutorService executor;
    private final Duration defaultTimeout;
    private final Duration longestWait;
    private final int defaultRetries;
    private final int queueSize;

    @Inject
    TaskService(
            TaskRepository tasks,
            TaskSpecs specs,
            TaskLife life,
            TaskOutput output,
            TaskTimers timers,
            TaskWaiters waiters,
            TaskMetrics metrics,
            AgentLanes lanes,
            AgentService agents,
            ConnectionRegistry connections,
            WakeUps wakeUps,
            Quotas quotas,
            StorageGauge storage,
            UsageMeter usage,
            AuditTrail audit,
            HubNode node,
            Clock clock,
            ManagedScheduledExecutorService executor,
            @ConfigProperty(name = "task_orchestration.task_timeout") Duration defaultTimeout,
            @ConfigProperty(name = "task_orchestration.sync_wait") Duration longestWait,
            @ConfigProperty(name = "task_orchestration.retry_policy.max_attempts") int maxAttempts,
            @ConfigProperty(name = "task_orchestration.queue.size") int queueSize) {
        this.tasks = tasks;
        this.specs = specs;
        this.life = life;
        this.output = output;
        this.timers = timers;
        this.waiters = waiters;
        this.metrics = metrics;
        this.lanes = lanes;
        this.agents = agents;
        this.connections = connections;
        this.wakeUps = wakeUps;
        this.quotas = quotas;
        this.storage = storage;
        this.usage = usage;
        this.audit = audit;
        this.node = node;
        this.clock = clock;
        this.executor = executor;
        this.defaultTimeout = defaultTimeout;
        this.longestWait = longestWait;
        this.defaultRetries = Math.max(0, maxAttempts - 1);
        this.queueSize = queueSize;
    }

    /**
     * What a caller wants done.
     *
     * @param client id or name of the agent
     * @param idempotencyKey the caller's key for this request; null for none
     * @param bodyHash hash of the request's content, to tell a repeated request from another one
     */
    public record Order(
            String client,
            TaskSpec spec,
            Priority priority,
            @Nullable Duration timeout,
            @Nullable Integer maxRetries,
            @Nullable Boolean idempotent,
            @Nullable JsonNode metadata,
            @Nullable Instant notBefore,
            @Nullable Instant expiresAt,
            String userId,
            String requestId,
            @Nullable String idempotencyKey,
            String bodyHash) {}

    /**
     * Stores a task durably and wakes the dispatcher. The same Idempotency-Key gives the same task again.
     *
     * @throws HubException if there is no such agent, it cannot do this, or the queue is full
     */
    public Task submit(Order order) {
        TenantCode tenant = TenantScope.require();
        Optional<Task> first = first(order);
        if (first.isPresent()) {
            return first.get();
        }
        Agent agent = agents.find(order.client())
                .orElseThrow(() -> new HubException.Conflict(ProblemType.CLIENT_NOT_FOUND, "there is no such client"));
        requireAble(agent, order.spec());
        requireSendable(order.spec());
        requireTimes(order);
        requireRoom(tenant);
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
            wakeUp(tenant, task);
        }
        return task;
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
        if (!agent.capabilities().isEmpty() && !agent.capabilities().contains(spec.type())) {
            throw HubException.Invalid.rule("task.type", "is not among the client's capabilities");
        }
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

    private void requireTimes(Order order) {
        Instant from = order.notBefore() == null ? clock.instant() : order.notBefore();
        if (order.expiresAt() != null && !order.expiresAt().isAfter(from)) {
            throw HubException.Invalid.rule("expires_at", "must be later than now and than not_before");
        }
    }

    private void requireRoom(TenantCode tenant) {
        if (lanes.waiting(tenant) >= queueSize) {
            throw new HubException.Unavailable(
                    ProblemType.QUEUE_FULL, "there are " + queueSize + " tasks waiting", Duration.ofSeconds(5), null);
        }
    }

    private Task task(Order order, Agent agent) {
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
                List.of(new TaskTransition(now, null, state.wireName(), 0, node.id(), null)));
    }

    private int retries(Order order) {
        if (order.maxRetries() != null) {
            return order.maxRetries();
        }
        return order.spec() instanceof HttpRequestSpec http && http.retries() != null ? http.retries() : defaultRetries;
    }

    /** The key makes the id, so that the store's own uniqueness decides which of many equal requests is the first. */
    private static TaskId id(Order order) {
        return new TaskId(
                order.idempotencyKey() == null
                        ? UuidCreator.getTimeOrderedEpoch().toString()
                        : Tokens.hash(order.userId() + "\n" + order.idempotencyKey()));
    }

    /** What the same key has made before, whatever has changed since. */
    private Optional<Task> first(Order order) {
        Optional<Task> first = order.idempotencyKey() == null ? Optional.empty() : tasks.find(id(order));
        if (first.filter(task -> !order.bodyHash().equals(task.requestHash())).isPresent()) {
            throw new HubException.Conflict(
                    ProblemType.IDEMPOTENCY_KEY_REUSED, "the Idempotency-Key was used for another request");
        }
        return first;
    }

    /** Wakes the dispatcher for a queued task; where the message is lost, the sweep does it again. */
    void wakeUp(TenantCode tenant, Task task) {
        try {
            wakeUps.tasks(TaskQueueListener.describe(tenant, task), task.priority());
        } catch (WakeUps.MessagingOutage e) {
            LOG.log(System.Logger.Level.WARNING, "task {0} waits for the sweep: {1}", task.id(), e.getMessage());
        }
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
        if (require(task.taskId()).state().isTerminal()) {
            waiters.ended(tenant, task.taskId());
        }
        // Not on the thread that brought the task's end: that one still has an agent's frame to handle, in its own
        // scope.
        return end.thenApplyAsync(ended -> TenantScope.call(tenant, () -> require(task.taskId())), executor);
    }

    /** @throws HubException.Conflict if there is none in this tenant */
    public Task require(TaskId id) {
        return tasks.find(id)
                .orElseThrow(() -> new HubException.Conflict(ProblemType.TASK_NOT_FOUND, "there is no such task"));
    }

    /** The spec of a task with its secrets masked. */
    public JsonNode shown(Task task) {
        return specs.shown(task);
    }

    /** A page of the tasks that a filter lets through. */
    public Page<Task> page(TaskFilter filter, PageRequest request) {
        return tasks.page(filter, request);
    }

    /** What a task's last attempt has written to a stream, from an offset. */
    public byte[] output(Task task, OutputStreamName stream, long offset) {
        return task.attempt() == 0 ? new byte[0] : output.read(task.taskAttempt(), stream, offset);
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
            case RUNNING -> life.requestCancel(task) && tell(task, true);
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
