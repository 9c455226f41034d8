package io.ris.hub.tasks;

import io.ris.hub.fleet.AgentKey;
import io.ris.hub.fleet.AgentService;
import io.ris.hub.fleet.connection.AgentConnection;
import io.ris.hub.fleet.connection.ConnectionRegistry;
import io.ris.hub.platform.HubService;
import io.ris.hub.platform.RepeatedWork;
import io.ris.hub.platform.StartupOrder;
import io.ris.hub.platform.TenantCode;
import io.ris.hub.tenancy.TenantRounds;
import io.ris.protocol.AgentId;
import io.ris.protocol.HubFrame;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Cancels what still runs on a draining agent of this node when its time is over. */
@HubService
class DrainDeadlines {

    private static final Duration TURN = Duration.ofSeconds(1);

    private final TaskRepository tasks;
    private final TaskLife life;
    private final AgentLanes lanes;
    private final AgentService agents;
    private final ConnectionRegistry connections;
    private final TenantRounds rounds;
    private final RepeatedWork repeated;
    private final Clock clock;

    @Inject
    DrainDeadlines(
            TaskRepository tasks,
            TaskLife life,
            AgentLanes lanes,
            AgentService agents,
            ConnectionRegistry connections,
            TenantRounds rounds,
            RepeatedWork repeated,
            Clock clock) {
        this.tasks = tasks;
        this.life = life;
        this.lanes = lanes;
        this.agents = agents;
        this.connections = connections;
        this.rounds = rounds;
        this.repeated = repeated;
        this.clock = clock;
    }

    void begin(@Observes @Priority(StartupOrder.WORK) Startup startup) {
        repeated.every(TURN, "watching agents that drain", this::turn);
    }

    private void turn() {
        Map<TenantCode, List<AgentKey>> busy = lanes.busy();
        rounds.forEach(
                "watching agents that drain", busy.keySet(), tenant -> watch(busy.getOrDefault(tenant, List.of())));
    }

    private void watch(List<AgentKey> busy) {
        List<AgentKey> running = busy.stream().filter(this::runsSomething).toList();
        if (running.isEmpty()) {
            return;
        }
        Set<AgentId> overdue =
                agents.overdue(running.stream().map(AgentKey::agentId).toList(), clock.instant());
        running.stream().filter(agent -> overdue.contains(agent.agentId())).forEach(this::endAll);
    }

    private boolean runsSomething(AgentKey agent) {
        return lanes.find(agent).filter(lane -> lane.heldCount() > 0).isPresent();
    }

    private void endAll(AgentKey agent) {
        connections.find(agent).ifPresent(connection -> lanes.find(agent)
                .ifPresent(lane -> lane.held().forEach(id -> tasks.find(id)
                        .filter(task -> task.state() == TaskState.RUNNING)
                        .filter(task -> task.cancelRequestedAt() == null)
                        .ifPresent(task -> end(connection, task)))));
    }

    private void end(AgentConnection connection, Task task) {
        if (life.requestCancel(task, "the drain's deadline passed")) {
            connection.send(new HubFrame.Cancel(task.taskId(), task.attempt(), connection.epoch(), "drained"));
        }
    }
}
