package io.ris.hub.fleet;

import io.ris.hub.platform.TenantCode;
import io.ris.protocol.AgentId;

/** An agent among those of all tenants. */
public record AgentKey(TenantCode tenant, AgentId agentId) {

    @Override
    public String toString() {
        return tenant + "/" + agentId;
    }
}
