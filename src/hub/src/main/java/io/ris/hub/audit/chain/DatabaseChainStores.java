package io.ris.hub.audit.chain;

import io.ris.hub.platform.HubService;
import io.ris.hub.platform.TenantCode;
import io.ris.hub.platform.TenantScope;
import jakarta.inject.Inject;

/** Keeps each trail its tenant's database, or in the platform's. */
@HubService
class DatabaseChainStores implements ChainStores {

    private final ChainRepository tenants;
    private final PlatformChainRepository platform;

    @Inject
    DatabaseChainStores(ChainRepository tenants, PlatformChainRepository platform) {
        this.tenants = tenants;
        this.platform = platform;
    }

    @Override
    public ChainStore of(Trail trail) {
        TenantCode tenant = trail.tenant();
        return tenant == null ? platform.chains() : TenantScope.call(tenant, tenants::chains);
    }
}
