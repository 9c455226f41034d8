package io.ris.hub.tasks;

import io.ris.hub.platform.HubService;
import io.ris.hub.platform.TenantCode;
import io.ris.hub.platform.messaging.WakeUps;
import jakarta.inject.Inject;

/** Wakes the dispatcher for queued tasks. Thread-safe. */
@HubService
class TaskWakeUps {

    private static final System.Logger LOG = System.getLogger(TaskWakeUps.class.getName());

    private final WakeUps wakeUps;

    @Inject
    TaskWakeUps(WakeUps wakeUps) {
        this.wakeUps = wakeUps;
    }

    /** Where the message is lost, the sweep sends it again. */
    void wake(TenantCode tenant, Task task) {
        try {
            wakeUps.tasks(TaskQueueListener.describe(tenant, task), task.priority());
        } catch (WakeUps.MessagingOutage e) {
            LOG.log(System.Logger.Level.WARNING, "task {0} waits for the sweep: {1}", task.id(), e.getMessage());
        }
    }
}
