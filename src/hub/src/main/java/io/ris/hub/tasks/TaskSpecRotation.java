package io.ris.hub.tasks;

import io.ris.hub.platform.HubService;
import io.ris.hub.platform.vault.SealedData;
import io.ris.hub.platform.vault.Sealer;
import jakarta.inject.Inject;

/** Seals the specs of tasks anew when a tenant's key is replaced. */
@HubService
class TaskSpecRotation implements SealedData {

    private final TaskRepository tasks;

    @Inject
    TaskSpecRotation(TaskRepository tasks) {
        this.tasks = tasks;
    }

    @Override
    public boolean isOfTenants() {
        return true;
    }

    @Override
    public long reseal(Sealer sealer) {
        return tasks.reseal(sealer.currentPrefix(), (id, text) -> TaskSpecs.reseal(id, text, sealer));
    }
}
