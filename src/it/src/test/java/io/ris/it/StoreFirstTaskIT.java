package io.ris.it;

import org.junit.jupiter.api.AfterAll;

/** The first five minutes again, with the store in a process of its own. */
class StoreFirstTaskIT extends FirstTaskIT {

    private final StoreProcess store = new StoreProcess();

    @Override
    Hub newHub() {
        return Hub.withLocalAgent().with("MONGODB_URI", store.start().uri());
    }

    @Override
    @AfterAll
    void stops() {
        super.stops();
        store.close();
    }
}
