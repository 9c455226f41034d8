package io.ris.hub.tenancy;

import io.ris.hub.platform.TenantCode;
import java.time.Instant;

/**
 * An isolated customer or unit (seed 000, "Tenant Model").
 *
 * @param id unique for ever
 * @param tenantCode names it in tokens, certificates and its database
 * @param profile what people say of it
 * @param standing whether it works
 * @param createdAt when it was provisioned
 * @param revision raised with every change
 */
public record Tenant(
        String id,
        TenantCode tenantCode,
        TenantProfile profile,
        TenantStanding standing,
        Instant createdAt,
        Instant updatedAt,
        long revision) {

    /** Where it stands. */
    public TenantStatus status() {
        return standing.status();
    }

    Tenant with(TenantProfile other, Instant now) {
        return new Tenant(id, tenantCode, other, standing, createdAt, now, revision + 1);
    }

    Tenant with(TenantStanding other, Instant now) {
        return new Tenant(id, tenantCode, profile, other, createdAt, now, revision + 1);
    }
}
