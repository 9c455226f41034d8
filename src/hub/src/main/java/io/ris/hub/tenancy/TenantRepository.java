package io.ris.hub.tenancy;

import static org.eclipse.jnosql.communication.semistructured.CriteriaCondition.eq;

import io.ris.hub.platform.HubService;
import io.ris.hub.platform.TenantCode;
import io.ris.hub.platform.persistence.Queries;
import io.ris.hub.platform.persistence.Store;
import io.ris.hub.platform.persistence.StoreFaults;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;

/** Tenants, in the platform's database: the one thing that must be found before a tenant is known. */
@HubService
class TenantRepository {

    private static final String COLLECTION = "tenants";

    private final Store store;

    @Inject
    TenantRepository(Store store) {
        this.store = store;
    }

    Optional<Tenant> find(TenantCode code) {
        return Queries.<Tenant>all(store.platform().entities(), COLLECTION, List.of(eq("code", code.value()))).stream()
                .findFirst();
    }

    List<Tenant> all() {
        return Queries.all(store.platform().entities(), COLLECTION, List.of());
    }

    /** Stores a new tenant; false if another node has stored one with the same code. */
    boolean insert(Tenant tenant) {
        try {
            store.platform().entities().insert(tenant);
            return true;
        } catch (RuntimeException e) {
            if (StoreFaults.isDuplicate(e)) {
                return false;
            }
            throw e;
        }
    }
}
