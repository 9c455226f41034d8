package io.ris.hub.tenancy;

import io.ris.hub.platform.HubException;
import io.ris.hub.platform.HubService;
import io.ris.hub.platform.ProblemType;
import io.ris.hub.platform.TenantCode;
import io.ris.hub.platform.persistence.Store;
import io.ris.hub.platform.web.Caller;
import io.ris.hub.platform.web.Permissions;
import jakarta.inject.Inject;

/** Tells clients and other services of tenants. Thread-safe. */
@HubService
public class TenantInfos {

    private final TenantLifecycle tenants;
    private final Store store;

    @Inject
    TenantInfos(TenantLifecycle tenants, Store store) {
        this.tenants = tenants;
        this.store = store;
    }

    /** A tenant that is there. */
    public TenantInfo of(TenantCode code) {
        return of(tenants.require(code.value()));
    }

    /**
     * The caller's own tenant, or for who may act in all of them any.
     *
     * @param reference id or code
     * @throws HubException.Conflict in the same words whether there is no such tenant or it is another's
     */
    public TenantInfo requireOwn(Caller caller, String reference) {
        Tenant own = tenants.require(caller.tenant().value());
        if (own.id().equals(reference) || own.tenantCode().value().equals(reference)) {
            return of(own);
        }
        if (!caller.permissions().contains(Permissions.TENANT_ACT)) {
            throw new HubException.Conflict(ProblemType.TENANT_NOT_FOUND, "there is no such tenant");
        }
        return of(tenants.require(reference));
    }

    private TenantInfo of(Tenant tenant) {
        return TenantInfo.of(tenant, store.databaseName(tenant.tenantCode()));
    }
}
