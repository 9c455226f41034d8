package io.ris.hub.tenancy;

import io.ris.hub.platform.HubException;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

/**
 * A tenant's own MongoDB, as a request gives it (seed 000, "Tenant Model").
 *
 * @param type {@code mongodb}; null for that
 * @param host name or address of the server; an empty one gives the tenant back to the platform's server
 * @param password null leaves the one that is stored
 */
public record DatabaseInfo(
        @Pattern(regexp = "mongodb", message = "must be mongodb") @Nullable
        String type,

        @Pattern(regexp = "[A-Za-z0-9._:\\[\\]-]{0,253}", message = "must be a host name or an address") @Nullable
        String host,

        @Min(1) @Max(65_535) @Nullable Integer port,

        @Pattern(regexp = "[A-Za-z0-9_-]{1,63}", message = "must be 1 to 63 letters, digits, '_' or '-'") @Nullable
        String database,

        @Size(min = 1, max = 256) @Nullable String username,
        @Size(min = 1, max = 1024) @Nullable String password,
        @Nullable Boolean ssl,

        @Min(1) @Max(1_000) @Nullable Integer maxPoolSize) {

    /** Whether it names the platform's own server. */
    boolean isPlatforms() {
        return host == null || host.isEmpty();
    }

    /** Whether it names the same server. */
    boolean isAt(TenantDatabase present) {
        return present.host().equals(host) && present.port() == (port == null ? TenantDatabase.USUAL_PORT : port);
    }

    /**
     * As it is stored.
     *
     * @param sealedPassword the new password, or the one that stays, sealed
     */
    TenantDatabase stored(String usualName, @Nullable String sealedPassword) {
        if (host == null) {
            throw HubException.Invalid.rule("host", "is required");
        }
        if ((username == null) != (sealedPassword == null)) {
            throw HubException.Invalid.rule("username", "and password come together");
        }
        return new TenantDatabase(
                TenantDatabase.MONGODB,
                host,
                port == null ? TenantDatabase.USUAL_PORT : port,
                database == null ? usualName : database,
                username,
                sealedPassword,
                ssl == null || ssl,
                maxPoolSize == null ? TenantDatabase.USUAL_POOL_SIZE : maxPoolSize);
    }

    @Override
    public String toString() {
        return "DatabaseInfo[" + host + "]";
    }
}
