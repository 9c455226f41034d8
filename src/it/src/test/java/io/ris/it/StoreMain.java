package io.ris.it;

import io.ris.store.EmbeddedStore;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The embedded store in a process of its own, until it is killed. Arguments: directory and port. While a file {@code
 * refuse.NAME} is in the directory, the collections of that name take no new documents.
 */
final class StoreMain {

    private StoreMain() {}

    public static void main(String[] arguments) {
        Path directory = Path.of(arguments[0]);
        EmbeddedStore.open(
                directory,
                Integer.parseInt(arguments[1]),
                collection -> Files.exists(directory.resolve("refuse." + collection)));
    }
}
