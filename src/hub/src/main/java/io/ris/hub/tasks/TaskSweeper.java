package io.ris.hub.tasks;

import io.ris.hub.fleet.Agent;
import io.ris.hub.fleet.AgentKey;
import io.ris.hub.fleet.AgentService;
import io.ris.hub.fleet.connection.AgentConnection;
import io.ris.hub.fleet.connection.ConnectionRegistry;
import io.ris.hub.platform.HubService;
import io.ris.hub.platform.RepeatedWork;
import io.ris.hub.platform.StartupOrder;
import io.ris.hub.platform.TenantCode;
import io.ris.hub.platform.cluster.HubNode;
import io.ris.hub.tenancy.TenantContext;
import io.ris.hub.tenancy.TenantRounds;
import io.ris.hub.tenancy.TenantService;
import io.ris.protocol.AgentId;
import io.ris.protocol.HubFrame;
import io.ris.protocol.TaskId;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Makes good what a crash, a lost message or silence left behind: rebuilds the lanes from the store at start and every
 * half minute, requeues offers without answer, gives up running tasks past their deadline, wakes what is due, and removes
 * what is old.
 */
@HubService
class TaskSweeper {

    private static final System.Logger LOG = System.getLogger(TaskSweeper.class.getName());
    private static final Duration TURN = Duration.ofMillis(500);
    private static final Duration SCAN = Duration.ofSeconds(30);
    private static final Duration PRUNE = Duration.ofHours(1);

    /** Longer than an agent that was sent away with its tenant waits before it tries again. */
    private static final Duration RETURN_OF_AGENTS = Duration.ofMinutes(3);

    private final TaskRepository tasks;
    private final OutputRepository outputs;
    private final TaskLife life;
    private final TaskDispatcher dispatcher;
    private final TaskWakeUps wakeUps;
    private final TaskTimers timers;
    private final AgentLanes lanes;
    private final AgentService agents;
    private final ConnectionRegistry connections;
    private final TenantRounds rounds;
    private final TenantService tenants;
    private final HubNode node;
    private final RepeatedWork repeated;
    private final Clock clock;
    private final Duration retention;
    private volatile boolean rebuilt;

    @Inject
    TaskSweeper(
            TaskRepository tasks,
            OutputRepository outputs,
            TaskLife life,
            TaskDispatcher dispatcher,
            TaskWakeUps wakeUps,
            TaskTimers timers,
            AgentLanes lanes,
            AgentService agents,
            ConnectionRegistry connections,
            TenantRounds rounds,
            TenantService tenants,
            HubNode node,
            RepeatedWork repeated,
            Clock clock,
            @ConfigProperty(name = "task_orchestration.retention") Duration retention) {
        this.tasks = tasks;
        this.outputs = outputs;
        this.life = life;
        this.dispatcher = dispatcher;
        this.wakeUps = wakeUps;
        this.timers = timers;
        this.lanes = lanes;
        this.agents = agents;
        this.connections = connections;
        this.rounds = rounds;
        this.tenants = tenants;
        this.node = node;
        this.repeated = repeated;
        this.clock = clock;
        this.retention = retention;
    }

    void begin(@Observes @Priority(StartupOrder.WORK) Startup startup) {
        forEachTenant("rebuilding lanes", this::scan);
        rebuilt = true;
        repeated.every(TURN, "watching deadlines", this::turn);
        repeated.every(
                SCAN, "looking for tasks that were left behind", () -> forEachTenant("looking for tasks", this::scan));
        repeated.every(SCAN, "forgetting tenants that are gone", this::forgetGone);
        repeated.every(PRUNE, "removing old tasks", () -> forEachTenant("removing old tasks", tenant -> prune()));
    }

    /** Whether this node's memory has been rebuilt from the store. */
    boolean hasRebuilt() {
        return rebuilt;
    }

    private void forEachTenant(String what, Consumer<TenantCode> work) {
        rounds.forAll(what, work);
    }

    /** What waits for a suspended tenant waits on: the scan after it is back finds all that was due. */
    private void turn() {
        Instant now = clock.instant();
        dispatcher.resume();
        Map<TenantCode, List<TaskTimers.Timer>> due =
                timers.due(now).stream().collect(Collectors.groupingBy(TaskTimers.Timer::tenant));
        Map<TenantCode, List<AgentKey>> agentsOf =
                lanes.all().keySet().stream().collect(Collectors.groupingBy(AgentKey::tenant));
        rounds.forEach("waking tasks", due.keySet(), tenant -> due.getOrDefault(tenant, List.of())
                .forEach(this::wake));
        rounds.forEach("watching deadlines", agentsOf.keySet(), tenant -> agentsOf.getOrDefault(tenant, List.of())
                .forEach(agent -> watch(agent, now)));
    }

    private void watch(AgentKey agent, Instant now) {
        AgentLane lane = lanes.of(agent);
        lane.overdue(now).forEach(id -> overdue(agent, lane, id, now));
        dispatcher.pump(agent);
    }

    private void wake(TaskTimers.Timer timer) {
        Instant now = clock.instant();
        tasks.find(timer.task()).ifPresent(task -> {
            boolean waits = task.state() == TaskState.PENDING
                    || task.state() == TaskState.RETRYING
                    || task.state() == TaskState.QUEUED;
            if (waits && task.isExpired(now)) {
                life.end(task, TaskState.FAILED, "expired", "it was not started in time");
            } else if (isDue(task, now) && life.queue(task, null)) {
                dispatcher.pump(new AgentKey(timer.tenant(), task.agentId()));
            }
        });
    }

    private static boolean isDue(Task task, Instant now) {
        return switch (task.state()) {
            case PENDING -> task.notBefore() == null || !now.isBefore(task.notBefore());
            case RETRYING -> task.nextAttemptAt() == null || !now.isBefore(task.nextAttemptAt());
            case QUEUED, ROUTING, RUNNING, COMPLETED, FAILED, TIMEOUT, CANCELLED -> false;
        };
    }

    /** The agent has not said its next word about a task in time. */
    private void overdue(AgentKey agent, AgentLane lane, TaskId id, Instant now) {
        Optional<Task> found = tasks.find(id);
        if (found.isEmpty()) {
            lane.release(id);
            return;
        }
        Task task = found.get();
        switch (task.state()) {
            case ROUTING -> {
                if (life.queue(task, "no answer to the offer")) {
                    tell(agent, new HubFrame.Recall(id, task.attempt(), task.epoch(), "offer_expired"));
                }
            }
            case RUNNING -> giveUp(agent, lane, task, now);
            case QUEUED -> { // an offer that broke off half way
                lane.putBack(AgentLane.Waiting.of(task));
            }
            case PENDING, RETRYING, COMPLETED, FAILED, TIMEOUT, CANCELLED -> lane.release(id);
        }
    }

    private void giveUp(AgentKey agent, AgentLane lane, Task task, Instant now) {
        if (task.deadline() != null && now.isBefore(task.deadline())) {
            watch(agent.tenant(), lane, task.taskId(), task.deadline());
            return;
        }
        Optional<AgentConnection> connection = connections.find(agent);
        Instant back = backSince(agent.tenant()).plus(RETURN_OF_AGENTS);
        if (connection.isEmpty() && now.isBefore(back)) {
            watch(agent.tenant(), lane, task.taskId(), back); // it could not report while its tenant was suspended
        } else if (connection.isEmpty()) {
            life.outcomeUnknown(task, "its deadline passed while the agent was away");
        } else if (life.end(
                task,
                task.cancelRequestedAt() == null ? TaskState.TIMEOUT : TaskState.CANCELLED,
                "timeout",
                "the agent did not report in time")) {
            tell(
                    agent,
                    new HubFrame.Cancel(
                            task.taskId(), task.attempt(), connection.get().epoch(), "timeout"));
        }
    }

    private Instant backSince(TenantCode tenant) {
        return tenants.find(tenant).map(TenantContext::since).orElse(Instant.MIN);
    }

    private void tell(AgentKey agent, HubFrame frame) {
        connections.find(agent).ifPresent(connection -> connection.send(frame));
    }

    /** Finds in the store what this node's memory does not know, and forgets what only the memory knows. */
    private void scan(TenantCode tenant) {
        Instant now = clock.instant();
        Map<AgentKey, List<TaskId>> remembered = new HashMap<>();
        lanes.all(tenant).forEach((agent, lane) -> remembered.put(agent, lane.waiting()));
        Map<String, Optional<Agent>> present = new HashMap<>();
        Set<TaskId> waiting = new HashSet<>();
        for (Task task : tasks.active()) {
            Optional<Agent> agent = present.computeIfAbsent(task.clientId(), id -> agents.find(task.agentId()));
            if (agent.isEmpty()) {
                life.clientDeleted(task);
                continue;
            }
            if (task.state() == TaskState.QUEUED) {
                waiting.add(task.taskId());
            }
            if (task.expiresAt() != null) {
                timers.set(tenant, task.taskId(), task.expiresAt());
            }
            AgentLane lane = lanes.of(new AgentKey(tenant, task.agentId()));
            if (!lane.knows(task.taskId()) && !(task.state() == TaskState.ROUTING && isElsewhere(agent.get()))) {
                recover(tenant, lane, task, now);
            }
        }
        remembered.forEach((agent, ids) -> forgetEnded(agent, ids, waiting));
        forgetDeleted(tenant);
    }

    /** Agents that another node deleted leave no lanes. */
    private void forgetDeleted(TenantCode tenant) {
        Set<AgentId> known = agents.all().stream().map(Agent::agentId).collect(Collectors.toSet());
        lanes.all(tenant).keySet().stream()
                .filter(agent -> !known.contains(agent.agentId()))
                .forEach(lanes::remove);
    }

    /** Whether another live node has the agent, and so looks after what it was offered. */
    private boolean isElsewhere(Agent agent) {
        return agents.isConnected(agent) && !node.id().equals(agent.node());
    }

    /** What waited before the store was asked and is not there any more was ended, or is offered, by another node. */
    private void forgetEnded(AgentKey agent, List<TaskId> remembered, Set<TaskId> waiting) {
        lanes.find(agent).ifPresent(lane -> remembered.stream()
                .filter(id -> !waiting.contains(id))
                .filter(id -> tasks.find(id)
                        .filter(task -> task.state() == TaskState.QUEUED)
                        .isEmpty())
                .forEach(lane::stopWaiting));
    }

    /** A tenant that was deleted, perhaps by another node, leaves no lanes. */
    private void forgetGone() {
        lanes.all().keySet().stream()
                .filter(agent -> tenants.find(agent.tenant()).isEmpty())
                .forEach(lanes::remove);
    }

    private void recover(TenantCode tenant, AgentLane lane, Task task, Instant now) {
        switch (task.state()) {
            case PENDING -> timers.set(tenant, task.taskId(), task.notBefore() == null ? now : task.notBefore());
            case RETRYING ->
                timers.set(tenant, task.taskId(), task.nextAttemptAt() == null ? now : task.nextAttemptAt());
            case QUEUED -> wakeUps.wake(tenant, task);
            case ROUTING -> life.queue(task, "offered by a node that is gone");
            case RUNNING -> watch(tenant, lane, task.taskId(), task.deadline() == null ? now : task.deadline());
            case COMPLETED, FAILED, TIMEOUT, CANCELLED ->
                LOG.log(System.Logger.Level.DEBUG, "{0} ended while it was looked at", task);
        }
    }

    /** Watches over a running task; it may have ended since it was read, and then nobody else would free the place. */
    private void watch(TenantCode tenant, AgentLane lane, TaskId id, Instant until) {
        lane.watch(id, until);
        Optional<Task> present = tasks.find(id);
        boolean isWithItsAgent = present.filter(
                        task -> task.state() == TaskState.RUNNING || task.state() == TaskState.ROUTING)
                .isPresent();
        if (!isWithItsAgent) {
            lane.release(id);
            present.filter(task -> task.state() == TaskState.QUEUED).ifPresent(task -> wakeUps.wake(tenant, task));
        }
    }

    private void prune() {
        List<String> removed = tasks.prune(clock.instant().minus(retention));
        if (!removed.isEmpty()) {
            outputs.delete(removed);
            LOG.log(System.Logger.Level.INFO, "{0} tasks older than {1} removed", removed.size(), retention);
        }
    }
}
