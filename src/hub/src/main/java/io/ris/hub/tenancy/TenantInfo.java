package io.ris.hub.tenancy;

import org.jspecify.annotations.Nullable;

/**
 * A tenant as its clients and other services are told of it (seed 000, "Get Client Configuration").
 *
 * @param databaseConfig where its data are; no credentials
 */
public record TenantInfo(
        String tenantId,
        String tenantCode,
        String tenantName,
        String status,
        TenantSettings settings,
        ResourceLimits limits,
        DatabaseConfig databaseConfig) {

    /** @param host null on the platform's own server, which is nobody else's business */
    public record DatabaseConfig(@Nullable String host, String database) {}

    static TenantInfo of(Tenant tenant, String platformName) {
        TenantProfile profile = tenant.profile();
        TenantDatabase own = profile.database();
        return new TenantInfo(
                tenant.id(),
                tenant.tenantCode().value(),
                profile.name(),
                tenant.status().wireName(),
                profile.settings(),
                profile.limits(),
                own == null ? new DatabaseConfig(null, platformName) : new DatabaseConfig(own.host(), own.database()));
    }
}
