package io.ris.hub.tasks;

import io.ris.hub.fleet.AgentKey;
import io.ris.hub.fleet.connection.AgentConnection;
import io.ris.hub.fleet.connection.ConnectionRegistry;
import io.ris.hub.platform.HubService;
import io.ris.hub.platform.RepeatedWork;
import io.ris.hub.platform.StartupOrder;
import io.ris.hub.platform.TenantCode;
import io.ris.hub.tenancy.TenantContext;
import io.ris.hub.tenancy.TenantRounds;
import io.ris.hub.tenancy.TenantService;
import io.ris.protocol.HubFrame;
import io.ris.protocol.TaskId;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Makes good what a crash, a lost message or silence left behind: has the lanes rebuilt from the store at start and every
 * half minute ({@link LaneScan}), requeues offers without answer, gives up running tasks past their deadline, wakes what is due, and removes
 * what is old.
 */
@HubService
class TaskSweeper {

    private static final System.Logger LOG = System.getLogger(TaskSweeper.class.getName());
    private static final Duration TURN = Duration.ofMillis(500);
    private static final Duration SCAN = Duration.ofSeconds(30);
    private static final Duration PRUNE = Duration.ofHours(1);

    /** What an agent takes to connect once it tries. */
    private static final Duration CONNECTING = Duration.ofMinutes(1);

    private final TaskRepository tasks;
    private final OutputRepository outputs;
    private final TaskLife life;
    private final TaskDispatcher dispatcher;
    private final LaneScan scan;
    private final TaskTimers timers;
    private final AgentLanes lanes;
    private final ConnectionRegistry connections;
    private final TenantRounds rounds;
    private final TenantService tenants;
    private final RepeatedWork repeated;
    private final Clock clock;
    private final Duration retention;
    private final Duration returnOfAgents;
    private volatile Instant begun;
    private volatile boolean rebuilt;

    @Inject
    TaskSweeper(
            TaskRepository tasks,
            OutputRepository outputs,
            TaskLife life,
            TaskDispatcher dispatcher,
            LaneScan scan,
            TaskTimers timers,
            AgentLanes lanes,
            ConnectionRegistry connections,
            TenantRounds rounds,
            TenantService tenants,
            RepeatedWork repeated,
            Clock clock,
            @ConfigProperty(name = "task_orchestration.retention") Duration retention,
            @ConfigProperty(name = "client_management.reconnection_policy.max_delay") Duration longestDelay) {
        this.tasks = tasks;
        this.outputs = outputs;
        this.life = life;
        this.dispatcher = dispatcher;
        this.scan = scan;
        this.timers = timers;
        this.lanes = lanes;
        this.connections = connections;
        this.rounds = rounds;
        this.tenants = tenants;
        this.repeated = repeated;
        this.clock = clock;
        this.retention = retention;
        this.returnOfAgents = longestDelay.plus(CONNECTING);
        this.begun = clock.instant();
    }

    void begin(@Observes @Priority(StartupOrder.WORK) Startup startup) {
        forEachTenant("rebuilding lanes", scan::scan);
        begun = clock.instant();
        rebuilt = true;
        repeated.every(TURN, "watching deadlines", this::turn);
        repeated.every(
                SCAN, "looking for tasks that were left behind", () -> forEachTenant("looking for tasks", scan::scan));
        repeated.every(SCAN, "forgetting tenants that are gone", scan::forgetGone);
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
    void turn() {
        Instant now = clock.instant();
        dispatcher.resume();
        Map<TenantCode, List<TaskTimers.Timer>> due =
                timers.due(now).stream().collect(Collectors.groupingBy(TaskTimers.Timer::tenant));
        Map<TenantCode, List<AgentKey>> busy = lanes.busy();
        rounds.forEach("waking tasks", due.keySet(), tenant -> due.getOrDefault(tenant, List.of())
                .forEach(this::wake));
        rounds.forEach("watching deadlines", busy.keySet(), tenant -> busy.getOrDefault(tenant, List.of())
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
                life.expire(task);
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
        Optional<AgentConnection> connection = connections.find(agent);
        if (task.deadline() != null && now.isBefore(task.deadline())) {
            if (lane.isUnsure(task.taskId())) {
                connection.ifPresent(present -> dispatcher.repeat(present, task));
            }
            watch(agent, lane, task, task.deadline());
        } else if (connection.isPresent()) {
            end(connection.get(), task);
        } else if (scan.isElsewhere(agent.agentId())) {
            watch(agent, lane, task, now.plus(SCAN)); // that node sees to it, unless it ends
        } else if (now.isBefore(agentsBackBy(agent.tenant()))) {
            watch(agent, lane, task, agentsBackBy(agent.tenant()));
        } else {
            life.outcomeUnknown(task, "its deadline passed while the agent was away");
        }
    }

    private void watch(AgentKey agent, AgentLane lane, Task task, Instant until) {
        scan.watch(agent.tenant(), lane, task.taskId(), until);
    }

    private void end(AgentConnection connection, Task task) {
        TaskState state = task.cancelRequestedAt() == null ? TaskState.TIMEOUT : TaskState.CANCELLED;
        if (life.end(task, state, "timeout", "the agent did not report in time")) {
            connection.send(new HubFrame.Cancel(task.taskId(), task.attempt(), connection.epoch(), "timeout"));
        }
    }

    /** No agent could report while its tenant was suspended or this hub was away; after that, each has its longest delay to return. */
    private Instant agentsBackBy(TenantCode tenant) {
        Instant resumed = tenants.find(tenant).map(TenantContext::since).orElse(Instant.MIN);
        return (resumed.isAfter(begun) ? resumed : begun).plus(returnOfAgents);
    }

    private void tell(AgentKey agent, HubFrame frame) {
        connections.find(agent).ifPresent(connection -> connection.send(frame));
    }

    private void prune() {
        Instant now = clock.instant();
        long removed = tasks.prune(now.minus(retention), now.minus(TaskSubmission.KEYS_LAST), outputs::delete);
        if (removed > 0) {
            LOG.log(System.Logger.Level.INFO, "{0} tasks older than {1} removed", removed, retention);
        }
    }
}
