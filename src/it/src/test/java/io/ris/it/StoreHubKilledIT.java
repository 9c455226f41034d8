package io.ris.it;

import org.junit.jupiter.api.AfterAll;

/** The hub is killed and stopped in the middle of work again, with the store in a process of its own. */
class StoreHubKilledIT extends HubKilledIT {

    private final StoreProcess store = new StoreProcess();

    @Override
    Hub newHub() {
        return super.newHub().with("MONGODB_URI", store.start().uri());
    }

    @Override
    @AfterAll
    void stopHub() {
        super.stopHub();
        store.close();
    }
}
