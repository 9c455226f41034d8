package io.ris.hub.tasks;

import io.ris.hub.fleet.AgentDeleted;
import io.ris.hub.fleet.AgentKey;
import io.ris.hub.fleet.AgentService;
import io.ris.hub.fleet.connection.AgentConnection;
import io.ris.hub.fleet.connection.ConnectionRegistry;
import io.ris.hub.platform.HandedWork;
import io.ris.hub.platform.HubService;
import io.ris.hub.platform.TenantScope;
import io.ris.hub.platform.cluster.NodeLeases;
import io.ris.hub.tenancy.TenantContext;
import io.ris.hub.tenancy.TenantService;
import io.ris.protocol.HubFrame;
import io.ris.protocol.TaskId;
import io.ris.protocol.TaskSpec;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Offers waiting tasks to connected agents, as agent and node have room: an agent's by priority, the tenants' in turns. Thread-safe.
 */
@HubService
class TaskDispatcher {

    private static final System.Logger LOG = System.getLogger(TaskDispatcher.class.getName());

    private final TaskRepository tasks;
    private final TaskLife life;
    private final TaskSpecs specs;
    private final AgentLanes lanes;
    private final ConnectionRegistry connections;
    private final AgentService agents;
    private final NodeLeases lease;
    private final Clock clock;
    private final Duration offerTimeout;
    private final TurnTaking turns;
    private final long outputLimit;

    @Inject
    TaskDispatcher(
            TaskRepository tasks,
            TaskLife life,
            TaskSpecs specs,
            AgentLanes lanes,
            NodePlaces places,
            ConnectionRegistry connections,
            AgentService agents,
            TenantService tenants,
            NodeLeases lease,
            HandedWork executor,
            Clock clock,
            @ConfigProperty(name = "task_orchestration.offer_timeout") Duration offerTimeout,
            @ConfigProperty(name = "task_orchestration.output.max_size") long outputLimit) {
        this.tasks = tasks;
        this.life = life;
        this.specs = specs;
        this.lanes = lanes;
        this.connections = connections;
        this.agents = agents;
        this.lease = lease;
        this.clock = clock;
        this.offerTimeout = offerTimeout;
        this.outputLimit = outputLimit;
        this.turns = new TurnTaking(
                executor,
                tenant ->
                        tenants.find(tenant).filter(TenantContext::hasOwnServer).isPresent(),
                tenant -> places.of(tenant).hasRoom(),
                this::turn);
        places.whenFree(this::freed);
    }

    /** Goes on with whoever waited for a place, should a word of it have been lost. */
    void resume() {
        turns.resume();
    }

    /** Another of the agent's tasks may have its turn, and somebody else's who waited for a place. */
    private void freed(AgentKey agent) {
        turns.resume();
        pump(agent);
    }

    /** Puts a task in its agent's lane; one that the lane knows already changes nothing. */
    void enqueue(AgentKey agent, AgentLane.Waiting task) {
        lanes.of(agent).add(task);
        pump(agent);
    }

    /** Sees to it that what waits for an agent is offered, if the agent is there. Does not wait for it. */
    void pump(AgentKey agent) {
        boolean waits =
                lanes.find(agent).filter(lane -> lane.waitingCount() > 0).isPresent();
        if (waits && connections.find(agent).isPresent()) {
            turns.want(agent);
        }
    }

    /** Offers one task, if agent and node have room. */
    private TurnTaking.After turn(AgentKey agent) {
        Optional<AgentConnection> connection = connections.find(agent);
        if (connection.isEmpty() || !lease.isHeld() || !takesTasks(agent)) {
            return TurnTaking.After.DONE;
        }
        if (connection.get().isBacklogged()) {
            return TurnTaking.After.DONE; // looked at again within the second
        }
        AgentLane lane = lanes.of(agent);
        int capacity = connection.get().capacity();
        Optional<AgentLane.Waiting> next = lane.take(capacity, clock.instant().plus(offerTimeout));
        next.ifPresent(waiting -> offer(connection.get(), lane, waiting.task()));
        if (!lane.hasNext(capacity)) {
            return TurnTaking.After.DONE;
        }
        return next.isPresent() ? TurnTaking.After.AGAIN : TurnTaking.After.BLOCKED;
    }

    private boolean takesTasks(AgentKey agent) {
        return agents.find(agent.agentId().value())
                .filter(known -> known.scheduling().isActive())
                .isPresent();
    }

    private void offer(AgentConnection connection, AgentLane lane, TaskId id) {
        Instant now = clock.instant();
        Optional<Task> found =
                tasks.recent(id, TaskState.QUEUED::equals).filter(task -> task.state() == TaskState.QUEUED);
        if (found.isEmpty()) {
            lane.release(id); // a message for a task that has moved on
            return;
        }
        Task task = found.get();
        if (task.isExpired(now)) {
            life.expire(task);
            return;
        }
        Optional<TaskSpec> spec = open(task);
        if (spec.isEmpty()) {
            return;
        }
        boolean startsAtOnce = task.idempotent();
        boolean taken =
                startsAtOnce ? life.routeAndStart(task, connection.epoch()) : life.route(task, connection.epoch());
        if (!taken) {
            lane.release(id);
            return;
        }
        send(connection, task, task.attempt() + 1, spec.get());
        if (startsAtOnce) {
            cancelIfAskedMeanwhile(connection, id);
        }
    }

    /** Before the task has moved: one that cannot be read is given to nobody. */
    private Optional<TaskSpec> open(Task task) {
        try {
            return Optional.of(specs.open(task));
        } catch (UnreadableSpecException e) {
            LOG.log(System.Logger.Level.ERROR, "the spec of " + task.id() + " cannot be read", e);
            life.end(task, TaskState.FAILED, UnreadableSpecException.CODE, e.getMessage());
            return Optional.empty();
        }
    }

    private void send(AgentConnection connection, Task task, int attempt, TaskSpec spec) {
        connection.send(new HubFrame.Offer(
                task.taskId(),
                attempt,
                connection.epoch(),
                spec,
                task.timeout(),
                clock.instant().plus(task.timeout()).plus(TaskLife.GRACE),
                task.priorityLevel(),
                task.requestId(),
                task.idempotent(),
                outputLimit));
    }

    /** A wish to end it that came before the offer went out found nobody at the agent who knew of it. */
    private void cancelIfAskedMeanwhile(AgentConnection connection, TaskId id) {
        tasks.recent(id, TaskState.RUNNING::equals)
                .filter(task -> task.state() == TaskState.RUNNING && task.cancelRequestedAt() != null)
                .ifPresent(task ->
                        connection.send(new HubFrame.Cancel(id, task.attempt(), connection.epoch(), "cancelled")));
    }

    /**
     * Tells the agent once more that it may begin, where the word may never have gone out: the store's answer to the step was lost,
     * and so what follows from it. An agent that has begun knows the attempt.
     */
    void repeat(AgentConnection connection, Task task) {
        if (task.epoch() != connection.epoch()) {
            return; // given to it over an earlier connection; this one began with what it knows of
        }
        if (task.cancelRequestedAt() != null) {
            connection.send(new HubFrame.Cancel(task.taskId(), task.attempt(), connection.epoch(), "cancelled"));
        } else if (task.idempotent()) {
            open(task).ifPresent(spec -> send(connection, task, task.attempt(), spec));
        } else {
            connection.send(new HubFrame.Start(task.taskId(), task.attempt(), connection.epoch()));
        }
    }

    /** An agent that is gone for good runs nothing any more. */
    void abandon(@Observes AgentDeleted deleted) {
        TenantScope.run(deleted.agent().tenant(), () -> {
            tasks.activeOf(deleted.agent().agentId()).forEach(life::clientDeleted);
            lanes.remove(deleted.agent());
        });
    }
}
