package io.ris.hub.audit.chain;

import io.ris.hub.platform.HubService;
import io.ris.hub.platform.persistence.Store;
import jakarta.inject.Inject;

/** The trail of what concerns no tenant, or none that exists. */
@HubService
class PlatformChainRepository {

    private final Store store;

    @Inject
    PlatformChainRepository(Store store) {
        this.store = store;
    }

    ChainStore chains() {
        return new ChainRepository.Chains(store.platform().commands());
    }
}
