package io.ris.hub.tasks;

import io.ris.hub.fleet.AgentKey;
import io.ris.hub.fleet.connection.ConnectionRegistry;
import io.ris.hub.platform.HubService;
import io.ris.hub.platform.TenantCode;
import io.ris.hub.platform.messaging.WakeUps;
import jakarta.inject.Inject;

/**
 * Wakes the dispatcher for queued tasks: this node's own where it has the agent, and so nothing is handed over; by a message
 * otherwise. Thread-safe.
 */
@HubService
class TaskWakeUps {

    private static final System.Logger LOG = System.getLogger(TaskWakeUps.class.getName());

    private final WakeUps wakeUps;
    private final ConnectionRegistry connections;
    private final TaskDispatcher dispatcher;

    @Inject
    TaskWakeUps(WakeUps wakeUps, ConnectionRegistry connections, TaskDispatcher dispatcher) {
        this.wakeUps = wakeUps;
        this.connections = connections;
        this.dispatcher = dispatcher;
    }

    /** Where the message is lost, the sweep sends it again. */
    void wake(TenantCode tenant, Task task) {
        wake(new AgentKey(tenant, task.agentId()), AgentLane.Waiting.of(task));
    }

    /** As {@link #wake(TenantCode, Task)}. */
    void wake(AgentKey agent, AgentLane.Waiting task) {
        if (connections.find(agent).isPresent()) {
            dispatcher.enqueue(agent, task);
            return;
        }
        try {
            wakeUps.tasks(TaskQueueListener.describe(agent, task), task.priority());
        } catch (WakeUps.MessagingOutage e) {
            LOG.log(System.Logger.Level.WARNING, "task {0} waits for the sweep: {1}", task.task(), e.getMessage());
        }
    }
}
