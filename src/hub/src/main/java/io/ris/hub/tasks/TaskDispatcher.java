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
            life.end(task, TaskState.FAILED, "expired", "it was not started in time");
            return;
        }
        boolean startsAtOnce = task.idempotent();
        boolean taken =
                startsAtOnce ? life.routeAndStart(task, connection.epoch()) : life.route(task, connection.epoch());
        if (!taken) {
            lane.release(id);
            return;
        }
        connection.send(new HubFrame.Offer(
                id,
                task.attempt() + 1,
                connection.epoch(),
                specs.open(task),
                task.timeout(),
                now.plus(task.timeout()).plus(TaskLife.GRACE),
                task.priorityLevel(),
                task.requestId(),
                startsAtOnce,
                outputLimit));
    }

    /** An agent that is gone for good runs nothing any more. */
    void abandon(@Observes AgentDeleted deleted) {
        TenantScope.run(deleted.agent().tenant(), () -> {
            tasks.activeOf(deleted.agent().agentId()).forEach(life::clientDeleted);
            lanes.remove(deleted.agent());
        });
    }
}
