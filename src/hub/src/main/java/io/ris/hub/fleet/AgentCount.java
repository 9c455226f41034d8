package io.ris.hub.fleet;

import io.ris.hub.platform.HubService;
import io.ris.hub.tenancy.Quota;
import io.ris.hub.tenancy.QuotaCount;
import jakarta.inject.Inject;

/** Counts a tenant's agents. */
@HubService
class AgentCount implements QuotaCount {

    private final AgentRepository agents;

    @Inject
    AgentCount(AgentRepository agents) {
        this.agents = agents;
    }

    @Override
    public Quota quota() {
        return Quota.CLIENTS;
    }

    @Override
    public long present() {
        return agents.count();
    }
}
