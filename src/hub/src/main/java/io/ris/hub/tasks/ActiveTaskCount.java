package io.ris.hub.tasks;

import io.ris.hub.platform.HubService;
import io.ris.hub.tenancy.Quota;
import io.ris.hub.tenancy.QuotaCount;
import jakarta.inject.Inject;

/** Counts a tenant's tasks that have not ended. */
@HubService
class ActiveTaskCount implements QuotaCount {

    private final TaskRepository tasks;

    @Inject
    ActiveTaskCount(TaskRepository tasks) {
        this.tasks = tasks;
    }

    @Override
    public Quota quota() {
        return Quota.TASKS;
    }

    @Override
    public long present() {
        return tasks.countActive();
    }
}
