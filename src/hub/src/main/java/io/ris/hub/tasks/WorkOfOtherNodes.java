package io.ris.hub.tasks;

import io.ris.hub.fleet.AgentKey;
import io.ris.hub.fleet.connection.AgentConnection;
import io.ris.hub.fleet.connection.ConnectionRegistry;
import io.ris.hub.platform.HubService;
import io.ris.hub.platform.RepeatedWork;
import io.ris.hub.platform.StartupOrder;
import io.ris.hub.platform.TenantCode;
import io.ris.hub.platform.cluster.NodeLeases;
import io.ris.hub.tenancy.TenantRounds;
import io.ris.protocol.HubFrame;
import io.ris.protocol.TaskAttempt;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Finds in the store what other nodes took on for this node's agents: tasks to offer, and the wish to end one that runs. It is how
 * these come here where no broker carries the nodes' messages, or one was lost. Idle while there is one node only.
 */
@HubService
class WorkOfOtherNodes {

    private static final Duration TURN = Duration.ofSeconds(1);

    private final TaskRepository tasks;
    private final TaskDispatcher dispatcher;
    private final AgentLanes lanes;
    private final ConnectionRegistry connections;
    private final NodeLeases nodes;
    private final TenantRounds rounds;
    private final RepeatedWork repeated;

    /** Attempts whose agents were told to end them. */
    private final Map<TenantCode, Set<TaskAttempt>> told = new ConcurrentHashMap<>();

    @Inject
    WorkOfOtherNodes(
            TaskRepository tasks,
            TaskDispatcher dispatcher,
            AgentLanes lanes,
            ConnectionRegistry connections,
            NodeLeases nodes,
            TenantRounds rounds,
            RepeatedWork repeated) {
        this.tasks = tasks;
        this.dispatcher = dispatcher;
        this.lanes = lanes;
        this.connections = connections;
        this.nodes = nodes;
        this.rounds = rounds;
        this.repeated = repeated;
    }

    void begin(@Observes @Priority(StartupOrder.WORK) Startup startup) {
        repeated.every(TURN, "looking for work of other nodes", this::turn);
    }

    private void turn() {
        if (nodes.live().size() > 1) {
            rounds.forAll("looking for work of other nodes", this::look);
        }
    }

    private void look(TenantCode tenant) {
        for (TaskOutline task : tasks.queued()) {
            AgentKey agent = new AgentKey(tenant, task.agentId());
            if (connections.find(agent).isPresent() && !lanes.of(agent).knows(task.id())) {
                dispatcher.enqueue(agent, task.waiting());
            }
        }
        Set<TaskAttempt> toEnd = new HashSet<>();
        for (TaskOutline task : tasks.toBeCancelled()) {
            toEnd.add(task.taskAttempt());
            connections
                    .find(new AgentKey(tenant, task.agentId()))
                    .ifPresent(connection -> end(tenant, connection, task));
        }
        told.computeIfAbsent(tenant, code -> ConcurrentHashMap.newKeySet()).retainAll(toEnd);
    }

    private void end(TenantCode tenant, AgentConnection connection, TaskOutline task) {
        if (told.computeIfAbsent(tenant, code -> ConcurrentHashMap.newKeySet()).add(task.taskAttempt())) {
            connection.send(new HubFrame.Cancel(task.id(), task.attempt(), connection.epoch(), "cancelled"));
        }
    }
}
