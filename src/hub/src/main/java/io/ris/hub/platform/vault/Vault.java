package io.ris.hub.platform.vault;

import io.ris.hub.platform.HubService;
import io.ris.hub.platform.TenantCode;
import io.ris.hub.platform.TenantScope;
import jakarta.inject.Inject;

/** Where secrets are sealed before they are stored: with a data key for each tenant, and one for the platform. Thread-safe. */
@HubService
public class Vault {

    /** No tenant's code. */
    static final String PLATFORM = "*";

    private final DataKeys keys;
    private final MasterKey master;

    @Inject
    Vault(DataKeys keys, MasterKey master) {
        this.keys = keys;
        this.master = master;
    }

    /** Seals for the tenant in scope. */
    public Sealer ofTenant() {
        return of(TenantScope.require().value());
    }

    /** Seals what is nobody's: signing keys, the CA. */
    public Sealer ofPlatform() {
        return of(PLATFORM);
    }

    Sealer of(String owner) {
        return new Sealer(owner, keys, master);
    }

    /** Destroys a tenant's keys: whatever was sealed for it is lost, in backups too. */
    public void destroy(TenantCode tenant) {
        keys.destroy(tenant.value());
    }
}
