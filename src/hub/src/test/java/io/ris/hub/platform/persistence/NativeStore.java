package io.ris.hub.platform.persistence;

import io.ris.hub.platform.TenantCode;
import io.ris.hub.platform.outbound.Guards;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.bson.Document;
import org.eclipse.jnosql.communication.semistructured.DatabaseManager;
import org.eclipse.jnosql.mapping.document.DocumentTemplate;
import org.eclipse.jnosql.mapping.document.DocumentTemplateProducer;

/** An embedded store for tests of native commands: mapped entities need the container, and are not there. */
public final class NativeStore implements AutoCloseable {

    private static final Duration LONG = Duration.ofSeconds(30);

    private final Store store;

    public NativeStore(Path directory) {
        store = new Store(
                Optional.empty(),
                "ris",
                4,
                0,
                LONG,
                LONG,
                LONG,
                directory.toString(),
                new WithoutEntities(),
                null,
                Guards.knowingNobody(),
                () -> this::database);
    }

    private Store.Database database(TenantCode tenant) {
        return store.open(tenant, null);
    }

    public Store store() {
        return store;
    }

    /** Stores what a repository would find in the tenant's database. */
    public void add(TenantCode tenant, String collection, List<Document> documents) {
        database(tenant).commands().getCollection(collection).insertMany(documents);
    }

    @Override
    public void close() {
        store.close();
    }

    private static final class WithoutEntities extends DocumentTemplateProducer {
        @Override
        public DocumentTemplate apply(DatabaseManager database) {
            return null;
        }
    }
}
