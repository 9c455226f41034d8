package io.ris.it;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;

/** The long fault run again, with the store in a process of its own that is killed as well. */
@Tag("chaos")
class StoreChaosIT extends ChaosIT {

    private final StoreProcess store = new StoreProcess();

    @Override
    Hub newHub() {
        return super.newHub().with("MONGODB_URI", store.start().uri());
    }

    @Override
    List<Fault> faults() {
        List<Fault> faults = new ArrayList<>(super.faults());
        faults.add(new Fault(Part.STORE, "store killed", store::kill, store::start));
        return faults;
    }

    @Override
    @AfterEach
    void stopAll() {
        super.stopAll();
        store.close();
    }
}
