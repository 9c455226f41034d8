package io.ris.it;

import io.ris.store.EmbeddedStore;
import java.nio.file.Path;

/** The embedded store in a process of its own, until it is killed. Arguments: directory and port. */
final class StoreMain {

    private StoreMain() {}

    public static void main(String[] arguments) {
        EmbeddedStore.open(Path.of(arguments[0]), Integer.parseInt(arguments[1]));
    }
}
