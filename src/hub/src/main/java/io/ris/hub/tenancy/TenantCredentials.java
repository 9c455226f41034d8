package io.ris.hub.tenancy;

import io.ris.hub.platform.HubService;
import io.ris.hub.platform.TenantCode;
import io.ris.hub.platform.persistence.DatabaseAddress;
import io.ris.hub.platform.vault.SealedData;
import io.ris.hub.platform.vault.Sealer;
import io.ris.hub.platform.vault.Vault;
import jakarta.inject.Inject;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/**
 * Seals the passwords of tenants' own databases with the platform's key, each for its tenant alone: where a tenant's data are
 * must be known before anything of the tenant's is. Thread-safe.
 */
@HubService
class TenantCredentials implements SealedData {

    private final TenantRepository tenants;
    private final Vault vault;
    private final Clock clock;

    @Inject
    TenantCredentials(TenantRepository tenants, Vault vault, Clock clock) {
        this.tenants = tenants;
        this.vault = vault;
        this.clock = clock;
    }

    String seal(TenantCode code, String password) {
        return vault.ofPlatform().seal(password, place(code));
    }

    /** Where a tenant's own database is and how to log in there; null for a tenant that has none. */
    @Nullable
    DatabaseAddress address(Tenant tenant) {
        TenantDatabase database = tenant.profile().database();
        return database == null ? null : address(tenant.tenantCode(), database);
    }

    DatabaseAddress address(TenantCode code, TenantDatabase database) {
        String sealed = database.sealedPassword();
        return new DatabaseAddress(
                database.host(),
                database.port(),
                database.database(),
                database.username(),
                sealed == null ? null : vault.ofPlatform().open(sealed, place(code)),
                database.ssl(),
                database.maxPoolSize());
    }

    @Override
    public boolean isOfTenants() {
        return false;
    }

    @Override
    public long reseal(Sealer sealer) {
        long old = 0;
        for (Tenant tenant : tenants.all()) {
            TenantDatabase database = tenant.profile().database();
            String sealed = database == null ? null : database.sealedPassword();
            if (database != null && sealed != null && !sealed.startsWith(sealer.currentPrefix())) {
                old++;
                String place = place(tenant.tenantCode());
                TenantDatabase anew = database.withPassword(sealer.seal(sealer.open(sealed, place), place));
                tenants.update(tenant.with(tenant.profile().with(anew), clock.instant()));
            }
        }
        return old;
    }

    /** A code holds no slash, so that no other place can read the same. */
    private static String place(TenantCode code) {
        return "tenants/" + code + "/database_info.password";
    }
}
