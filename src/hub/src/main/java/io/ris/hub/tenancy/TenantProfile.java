package io.ris.hub.tenancy;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * What people say of a tenant.
 *
 * @param name for people
 * @param metadata JSON object that the hub keeps and does not read
 * @param database its own MongoDB; null for the platform's
 */
record TenantProfile(
        String name,
        @Nullable String description,
        TenantSettings settings,
        ResourceLimits limits,
        JsonNode metadata,
        @Nullable TenantDatabase database) {

    TenantProfile with(@Nullable TenantDatabase other) {
        return new TenantProfile(name, description, settings, limits, metadata, other);
    }

    TenantProfile with(TenantSettings other) {
        return new TenantProfile(name, description, other, limits, metadata, database);
    }
}
