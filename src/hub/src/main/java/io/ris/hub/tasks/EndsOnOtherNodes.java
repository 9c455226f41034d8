package io.ris.hub.tasks;

import io.ris.hub.platform.HubService;
import io.ris.hub.platform.RepeatedWork;
import io.ris.hub.platform.StartupOrder;
import io.ris.hub.platform.TenantCode;
import io.ris.hub.platform.cluster.NodeLeases;
import io.ris.hub.tenancy.TenantRounds;
import io.ris.protocol.TaskId;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Map;
import java.util.Set;

/**
 * Finds in the store the ends that other nodes noted of tasks for which requests wait on this one. Idle while there is one node
 * only, and while nobody waits.
 */
@HubService
class EndsOnOtherNodes {

    private static final Duration TURN = Duration.ofMillis(250);

    private final TaskRepository tasks;
    private final TaskWaiters waiters;
    private final NodeLeases nodes;
    private final TenantRounds rounds;
    private final RepeatedWork repeated;

    @Inject
    EndsOnOtherNodes(
            TaskRepository tasks, TaskWaiters waiters, NodeLeases nodes, TenantRounds rounds, RepeatedWork repeated) {
        this.tasks = tasks;
        this.waiters = waiters;
        this.nodes = nodes;
        this.rounds = rounds;
        this.repeated = repeated;
    }

    void begin(@Observes @Priority(StartupOrder.WORK) Startup startup) {
        repeated.every(TURN, "looking for ends on other nodes", this::turn);
    }

    private void turn() {
        if (nodes.live().size() > 1) {
            Map<TenantCode, Set<TaskId>> awaited = waiters.awaited();
            rounds.forEach("looking for ends on other nodes", awaited.keySet(), tenant -> tasks.endedOf(
                            awaited.getOrDefault(tenant, Set.of()))
                    .forEach(task -> waiters.ended(tenant, task)));
        }
    }
}
