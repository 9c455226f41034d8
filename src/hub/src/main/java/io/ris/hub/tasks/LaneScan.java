package io.ris.hub.tasks;

import io.ris.hub.fleet.Agent;
import io.ris.hub.fleet.AgentKey;
import io.ris.hub.fleet.AgentService;
import io.ris.hub.platform.HubService;
import io.ris.hub.platform.TenantCode;
import io.ris.hub.tenancy.TenantService;
import io.ris.protocol.AgentId;
import io.ris.protocol.TaskId;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Makes the lanes of this node's memory agree with the store, which is the truth. Thread-safe. */
@HubService
class LaneScan {

    private static final System.Logger LOG = System.getLogger(LaneScan.class.getName());

    private final TaskRepository tasks;
    private final TaskLife life;
    private final TaskWakeUps wakeUps;
    private final TaskTimers timers;
    private final AgentLanes lanes;
    private final AgentService agents;
    private final TenantService tenants;
    private final Clock clock;

    @Inject
    LaneScan(
            TaskRepository tasks,
            TaskLife life,
            TaskWakeUps wakeUps,
            TaskTimers timers,
            AgentLanes lanes,
            AgentService agents,
            TenantService tenants,
            Clock clock) {
        this.tasks = tasks;
        this.life = life;
        this.wakeUps = wakeUps;
        this.timers = timers;
        this.lanes = lanes;
        this.agents = agents;
        this.tenants = tenants;
        this.clock = clock;
    }

    /** Finds in the store what this node's memory does not know, and forgets what only the memory knows. */
    void scan(TenantCode tenant) {
        Instant now = clock.instant();
        Map<AgentKey, Set<TaskId>> remembered = new HashMap<>();
        Map<AgentKey, Set<TaskId>> held = new HashMap<>();
        lanes.all(tenant).forEach((agent, lane) -> {
            remembered.put(agent, Set.copyOf(lane.waiting()));
            held.put(agent, Set.copyOf(lane.held()));
        });
        Map<AgentId, Optional<Agent>> present = new HashMap<>();
        Set<TaskId> waiting = new HashSet<>();
        Set<TaskId> active = new HashSet<>();
        for (TaskOutline task : tasks.active()) {
            active.add(task.id());
            Optional<Agent> agent = present.computeIfAbsent(task.agentId(), agents::find);
            if (agent.isEmpty()) {
                tasks.find(task.id()).ifPresent(life::clientDeleted);
                continue;
            }
            if (task.state() == TaskState.QUEUED) {
                waiting.add(task.id());
            }
            if (task.expiresAt() != null) {
                timers.set(tenant, task.id(), task.expiresAt());
            }
            if (task.state() == TaskState.RUNNING && task.lostSince() == null) {
                noteIfLost(agent.get(), task, now);
            }
            AgentKey key = new AgentKey(tenant, task.agentId());
            if (!lanes.of(key).knows(task.id())
                    && !(task.state() == TaskState.ROUTING && agents.isElsewhere(agent.get()))) {
                recover(key, task, now);
            }
        }
        remembered.forEach((agent, ids) -> forgetEnded(agent, ids, waiting));
        held.forEach((agent, ids) -> freeEnded(agent, ids, active));
        forgetDeleted(tenant);
    }

    /**
     * Nobody noted the end of a connection whose node was killed. The epoch is that of the agent's last connection: what goes on
     * under a later one is not lost.
     */
    private void noteIfLost(Agent agent, TaskOutline task, Instant now) {
        if (!agents.isConnected(agent)) {
            tasks.noteLost(agent.agentId(), agent.epoch(), List.of(task.id()), now);
        }
    }

    /** Agents that another node deleted leave no lanes. The lanes are looked at first: whoever has one by then was added before. */
    private void forgetDeleted(TenantCode tenant) {
        Set<AgentKey> before = lanes.all(tenant).keySet();
        Set<AgentId> known = agents.ids();
        before.stream().filter(agent -> !known.contains(agent.agentId())).forEach(lanes::remove);
    }

    /** Whether another live node has the agent, and so looks after what it was given. */
    boolean isElsewhere(AgentId agent) {
        return agents.find(agent).filter(agents::isElsewhere).isPresent();
    }

    /** What waited before the store was asked and is not there any more was ended, or is offered, by another node. */
    private void forgetEnded(AgentKey agent, Set<TaskId> remembered, Set<TaskId> waiting) {
        lanes.find(agent).ifPresent(lane -> lane.waiting().stream()
                .filter(id -> remembered.contains(id) && !waiting.contains(id))
                .filter(id -> tasks.find(id)
                        .filter(task -> task.state() == TaskState.QUEUED)
                        .isEmpty())
                .forEach(lane::stopWaiting));
    }

    /** What an agent had before the store was asked and is final by now takes no place: a step was lost on the way here. */
    private void freeEnded(AgentKey agent, Set<TaskId> held, Set<TaskId> active) {
        lanes.find(agent).ifPresent(lane -> held.stream()
                .filter(id -> !active.contains(id))
                .filter(id -> tasks.find(id)
                        .filter(task -> !task.state().isTerminal())
                        .isEmpty())
                .forEach(lane::release));
    }

    /** A tenant that was deleted, perhaps by another node, leaves no lanes. */
    void forgetGone() {
        lanes.all().keySet().stream()
                .filter(agent -> tenants.find(agent.tenant()).isEmpty())
                .forEach(lanes::remove);
    }

    private void recover(AgentKey agent, TaskOutline task, Instant now) {
        TenantCode tenant = agent.tenant();
        switch (task.state()) {
            case PENDING -> timers.set(tenant, task.id(), task.notBefore() == null ? now : task.notBefore());
            case RETRYING -> timers.set(tenant, task.id(), task.nextAttemptAt() == null ? now : task.nextAttemptAt());
            case QUEUED -> wakeUps.wake(agent, task.waiting());
            case ROUTING ->
                tasks.find(task.id())
                        .filter(found -> found.state() == TaskState.ROUTING)
                        .ifPresent(found -> life.queue(found, "offered by a node that is gone"));
            case RUNNING -> watch(tenant, lanes.of(agent), task.id(), task.deadline() == null ? now : task.deadline());
            case COMPLETED, FAILED, TIMEOUT, CANCELLED ->
                LOG.log(System.Logger.Level.DEBUG, "{0} ended while it was looked at", task.id());
        }
    }

    /** Watches over a running task; it may have ended since it was read, and then nobody else would free the place. */
    void watch(TenantCode tenant, AgentLane lane, TaskId id, Instant until) {
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
}
