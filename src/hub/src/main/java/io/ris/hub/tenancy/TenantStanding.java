package io.ris.hub.tenancy;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Where a tenant stands, since when and why.
 *
 * @param reason in the words of whoever suspended it
 * @param node the hub node that provisions it; null otherwise
 * @param deletion its deletion, if somebody asked for it
 */
record TenantStanding(
        TenantStatus status,
        Instant since,
        @Nullable String reason,
        @Nullable String node,
        @Nullable Deletion deletion) {

    static TenantStanding of(TenantStatus status, Instant since) {
        return new TenantStanding(status, since, null, null, null);
    }

    static TenantStanding provisioningBy(String node, Instant since) {
        return new TenantStanding(TenantStatus.PROVISIONING, since, null, node, null);
    }

    /**
     * A deletion that waits to be confirmed.
     *
     * @param tokenHash of what confirms it
     * @param exportId the archive that must be whole before; null where none can be made, and its own store is left as it is
     */
    record Deletion(
            String tokenHash,
            Instant requestedAt,
            Instant expiresAt,
            @Nullable String exportId) {}
}
