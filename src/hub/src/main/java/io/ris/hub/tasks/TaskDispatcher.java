package io.ris.hub.tasks;

import io.ris.hub.fleet.AgentDeleted;
import io.ris.hub.fleet.AgentKey;
import io.ris.hub.fleet.connection.AgentConnection;
import io.ris.hub.fleet.connection.ConnectionRegistry;
import io.ris.hub.platform.HubService;
import io.ris.hub.platform.TenantScope;
import io.ris.hub.platform.cluster.NodeLeases;
import io.ris.protocol.HubFrame;
import io.ris.protocol.TaskId;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Offers waiting tasks to connected agents, in order, as they have room. Thread-safe. */
@HubService
class TaskDispatcher {

    private final TaskRepository tasks;
    private final TaskLife life;
    private final TaskSpecs specs;
    private final AgentLanes lanes;
    private final ConnectionRegistry connections;
    private final NodeLeases lease;
    private final Clock clock;
    private final Duration offerTimeout;
    private final long outputLimit;

    @Inject
    TaskDispatcher(
            TaskRepository tasks,
            TaskLife life,
            TaskSpecs specs,
            AgentLanes lanes,
            ConnectionRegistry connections,
            NodeLeases lease,
            Clock clock,
            @ConfigProperty(name = "task_orchestration.offer_timeout") Duration offerTimeout,
            @ConfigProperty(name = "task_orchestration.output.max_size") long outputLimit) {
        this.tasks = tasks;
        this.life = life;
        this.specs = specs;
        this.lanes = lanes;
        this.connections = connections;
        this.lease = lease;
        this.clock = clock;
        this.offerTimeout = offerTimeout;
        this.outputLimit = outputLimit;
    }

    /** Puts a task in its agent's lane; one that the lane knows already changes nothing. */
    void enqueue(AgentKey agent, AgentLane.Waiting task) {
        lanes.of(agent).add(task);
        pump(agent);
    }

    /** Offers what waits, while the agent is there and has room. */
    void pump(AgentKey agent) {
        Optional<AgentConnection> connection = connections.find(agent);
        if (connection.isEmpty() || !lease.isHeld()) {
            return;
        }
        AgentLane lane = lanes.of(agent);
        Optional<AgentLane.Waiting> next = take(lane, connection.get());
        while (next.isPresent()) {
            offer(connection.get(), lane, next.get().task());
            next = take(lane, connection.get());
        }
    }

    private Optional<AgentLane.Waiting> take(AgentLane lane, AgentConnection connection) {
        return lane.take(connection.capacity(), clock.instant().plus(offerTimeout));
    }

    private void offer(AgentConnection connection, AgentLane lane, TaskId id) {
        Instant now = clock.instant();
        Optional<Task> found = tasks.find(id).filter(task -> task.state() == TaskState.QUEUED);
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
