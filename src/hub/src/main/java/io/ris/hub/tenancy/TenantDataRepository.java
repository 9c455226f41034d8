package io.ris.hub.tenancy;

import io.ris.hub.platform.HubService;
import io.ris.hub.platform.TenantScope;
import io.ris.hub.platform.persistence.DatabaseOwner;
import io.ris.hub.platform.persistence.Store;
import jakarta.inject.Inject;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.StreamSupport;
import org.bson.Document;
import org.bson.json.JsonMode;
import org.bson.json.JsonWriterSettings;

/** All that the tenant in scope has in the store, whatever it is. */
@HubService
class TenantDataRepository {

    private static final int BATCH = 100;
    private static final JsonWriterSettings JSON =
            JsonWriterSettings.builder().outputMode(JsonMode.RELAXED).build();

    private static final String SYSTEM = "system.";

    private final Store store;

    @Inject
    TenantDataRepository(Store store) {
        this.store = store;
    }

    List<String> collections() {
        return StreamSupport.stream(
                        store.ofTenant().commands().listCollectionNames().spliterator(), false)
                .filter(name -> !name.startsWith(SYSTEM) && !Redaction.CREDENTIALS.contains(name))
                .sorted()
                .toList();
    }

    /** Tells every document of a collection as JSON on one line, without its secrets. */
    void forEach(String collection, Consumer<String> line) {
        store.ofTenant()
                .commands()
                .getCollection(collection)
                .find()
                .batchSize(BATCH)
                .forEach(document -> line.accept(new Document(Redaction.of(document)).toJson(JSON)));
    }

    /** Whether nothing is there yet. */
    boolean isEmpty() {
        return StreamSupport.stream(
                        store.ofTenant().commands().listCollectionNames().spliterator(), false)
                .allMatch(name -> name.startsWith(SYSTEM));
    }

    /** Says in the database whose it is; false if it is another tenant's. */
    boolean claim() {
        return DatabaseOwner.claim(store.ofTenant().commands(), TenantScope.require());
    }

    /** Removes it. */
    void drop() {
        store.ofTenant().commands().drop();
    }
}
