package io.ris.hub.tenancy;

import io.ris.hub.platform.HubService;
import io.ris.hub.platform.TenantCode;
import jakarta.inject.Inject;

/** Tenants for tests that run inside of the hub. */
@HubService
public class NewTenants {

    private final TenantService tenants;
    private final TenantLifecycle lifecycle;

    @Inject
    NewTenants(TenantService tenants, TenantLifecycle lifecycle) {
        this.tenants = tenants;
        this.lifecycle = lifecycle;
    }

    /** Makes a tenant unless there is one with this code. */
    public void require(TenantCode code) {
        if (tenants.find(code).isEmpty()) {
            lifecycle.create(code, named(code.value()), null, null);
        }
    }

    /** From now on it keeps no more; 0 for no limit. */
    public void limitStorage(TenantCode code, int gigabytes) {
        ResourceLimits limits = new ResourceLimits(null, null, gigabytes, null);
        lifecycle.change(code.value(), new TenantOrder(null, null, null, limits, null, null), null);
    }

    static TenantOrder named(String name) {
        return new TenantOrder(name, null, null, null, null, null);
    }
}
