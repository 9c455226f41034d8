package io.ris.hub.tenancy;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/** What somebody wants a tenant to be; null leaves what is so, or is usual. */
record TenantOrder(
        @Nullable String name,
        @Nullable String description,
        @Nullable TenantSettings settings,
        @Nullable ResourceLimits limits,
        @Nullable JsonNode metadata,
        @Nullable DatabaseInfo database) {

    void check() {
        if (settings != null) {
            settings.check();
        }
        JsonTexts.requireObject("metadata", metadata);
    }

    /** What comes of it, but for the database. */
    TenantProfile over(TenantProfile present) {
        return new TenantProfile(
                name == null ? present.name() : name,
                description == null ? present.description() : description,
                settings == null ? present.settings() : settings.over(present.settings()),
                limits == null ? present.limits() : limits.over(present.limits()),
                metadata == null ? present.metadata() : metadata,
                present.database());
    }
}
