package io.ris.hub.audit;

import io.ris.hub.platform.HubService;
import io.ris.hub.platform.persistence.Store;
import jakarta.inject.Inject;

/** The trail of what concerns no tenant, or none that exists. */
@HubService
class PlatformAuditRepository {

    private final Store store;

    @Inject
    PlatformAuditRepository(Store store) {
        this.store = store;
    }

    void insert(AuditRecord entry) {
        store.platform().entities().insert(entry);
    }
}
