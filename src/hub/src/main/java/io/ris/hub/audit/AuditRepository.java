package io.ris.hub.audit;

import io.ris.hub.platform.HubService;
import io.ris.hub.platform.persistence.Store;
import jakarta.inject.Inject;

/** The trail of the tenant in scope. */
@HubService
class AuditRepository {

    private final Store store;

    @Inject
    AuditRepository(Store store) {
        this.store = store;
    }

    void insert(AuditRecord entry) {
        store.ofTenant().entities().insert(entry);
    }
}
