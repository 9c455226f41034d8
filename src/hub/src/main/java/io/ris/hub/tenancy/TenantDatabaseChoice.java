package io.ris.hub.tenancy;

import io.ris.hub.platform.HubException;
import io.ris.hub.platform.HubService;
import io.ris.hub.platform.TenantCode;
import io.ris.hub.platform.persistence.Store;
import jakarta.inject.Inject;
import org.jspecify.annotations.Nullable;

/** Decides where a tenant's data are: tries a server before it is stored, and never gives one place to two. Thread-safe. */
@HubService
class TenantDatabaseChoice {

    private final TenantRepository tenants;
    private final TenantCredentials credentials;
    private final Store store;

    @Inject
    TenantDatabaseChoice(TenantRepository tenants, TenantCredentials credentials, Store store) {
        this.tenants = tenants;
        this.credentials = credentials;
        this.store = store;
    }

    /**
     * A profile with the database that is asked for.
     *
     * @param asked null to leave it as it is
     * @throws HubException.Invalid if the server cannot be used
     */
    TenantProfile choose(TenantCode code, TenantProfile profile, @Nullable DatabaseInfo asked) {
        if (asked == null) {
            return profile;
        }
        if (asked.isPlatforms()) {
            return profile.with((TenantDatabase) null);
        }
        TenantDatabase chosen = asked.stored(store.databaseName(code), sealed(code, profile.database(), asked));
        requireFree(code, chosen);
        store.probe(code, credentials.address(code, chosen));
        return profile.with(chosen);
    }

    /** Whether the server of a tenant that has one of its own can be used now. */
    boolean isUsable(TenantCode code, TenantDatabase own) {
        try {
            store.probe(code, credentials.address(code, own));
            return true;
        } catch (HubException.Invalid cannotBeUsed) {
            return false;
        }
    }

    /** The password that is stored is kept for the place that it is for, and sent to no other. */
    private @Nullable String sealed(TenantCode code, @Nullable TenantDatabase present, DatabaseInfo asked) {
        if (asked.password() != null) {
            return credentials.seal(code, asked.password());
        }
        return present != null && asked.username() != null && asked.isAt(present) ? present.sealedPassword() : null;
    }

    private void requireFree(TenantCode code, TenantDatabase chosen) {
        boolean taken = tenants.all().stream()
                .filter(other -> !other.tenantCode().equals(code))
                .map(other -> other.profile().database())
                .anyMatch(other -> other != null && other.isSamePlaceAs(chosen));
        if (taken) {
            throw HubException.Invalid.rule("database", "holds another tenant's data on that server");
        }
    }
}
