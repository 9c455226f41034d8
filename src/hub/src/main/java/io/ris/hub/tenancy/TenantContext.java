package io.ris.hub.tenancy;

import io.ris.hub.platform.TenantCode;
import io.ris.hub.platform.persistence.Store;
import java.time.Instant;

/**
 * What a request needs to know of its tenant. Immutable: a change makes another one.
 *
 * @param since how long it has stood as it does
 * @param hasOwnServer whether its database is on another server than the platform's
 * @param database where its data are
 */
public record TenantContext(
        String id,
        TenantCode tenantCode,
        String name,
        TenantStatus status,
        Instant since,
        TenantSettings settings,
        ResourceLimits limits,
        boolean hasOwnServer,
        Store.Database database) {

    /** Whether its users may log in and its agents connect. */
    public boolean isActive() {
        return status == TenantStatus.ACTIVE;
    }
}
