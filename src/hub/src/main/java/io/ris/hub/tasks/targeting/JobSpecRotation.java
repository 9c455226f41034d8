package io.ris.hub.tasks.targeting;

import io.ris.hub.platform.HubService;
import io.ris.hub.platform.vault.SealedData;
import io.ris.hub.platform.vault.Sealer;
import io.ris.hub.tasks.TaskSpecs;
import jakarta.inject.Inject;

/** Seals the specs of jobs anew when a tenant's key is replaced. */
@HubService
class JobSpecRotation implements SealedData {

    private final JobRepository jobs;

    @Inject
    JobSpecRotation(JobRepository jobs) {
        this.jobs = jobs;
    }

    @Override
    public boolean isOfTenants() {
        return true;
    }

    @Override
    public long reseal(Sealer sealer) {
        return jobs.reseal(sealer.currentPrefix(), (id, text) -> TaskSpecs.reseal(id, text, sealer));
    }
}
