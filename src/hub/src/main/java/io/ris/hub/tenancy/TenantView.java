package io.ris.hub.tenancy;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A tenant as the API shows it (seed 000, "Tenant Model").
 *
 * @param statusSince since when it stands as it does
 * @param statusReason why it was suspended, in words
 * @param administrator its first administrator; only in the answer that made it
 * @param deletionRequestedAt when somebody asked for its deletion, which waits to be confirmed
 */
public record TenantView(
        String id,
        String code,
        String name,
        @Nullable String description,
        String status,
        Instant statusSince,
        @Nullable String statusReason,
        DatabaseView databaseInfo,
        TenantSettings settings,
        ResourceLimits limits,
        JsonNode metadata,
        Instant createdAt,
        Instant updatedAt,
        @Nullable Instant deletionRequestedAt,
        @Nullable AdministratorView administrator) {

    /**
     * Where its data are.
     *
     * @param host null on the platform's server
     * @param passwordSet whether a password is stored; it is never shown
     */
    public record DatabaseView(
            String type,
            @Nullable String host,
            @Nullable Integer port,
            String database,
            @Nullable String username,
            boolean passwordSet,
            @Nullable Boolean ssl,
            @Nullable Integer maxPoolSize) {

        static DatabaseView of(Tenant tenant, String platformName) {
            TenantDatabase own = tenant.profile().database();
            return own == null
                    ? new DatabaseView(TenantDatabase.MONGODB, null, null, platformName, null, false, null, null)
                    : new DatabaseView(
                            own.type(),
                            own.host(),
                            own.port(),
                            own.database(),
                            own.username(),
                            own.sealedPassword() != null,
                            own.ssl(),
                            own.maxPoolSize());
        }
    }

    /** Credentials, told once. */
    public record AdministratorView(String username, String password) {

        @Override
        public String toString() {
            return "AdministratorView[" + username + "]";
        }
    }

    static TenantView of(Tenant tenant, String platformName, @Nullable AdministratorView administrator) {
        TenantProfile profile = tenant.profile();
        TenantStanding.Deletion deletion = tenant.standing().deletion();
        return new TenantView(
                tenant.id(),
                tenant.tenantCode().value(),
                profile.name(),
                profile.description(),
                tenant.status().wireName(),
                tenant.standing().since(),
                tenant.standing().reason(),
                DatabaseView.of(tenant, platformName),
                profile.settings(),
                profile.limits(),
                profile.metadata(),
                tenant.createdAt(),
                tenant.updatedAt(),
                deletion == null ? null : deletion.requestedAt(),
                administrator);
    }
}
