package io.ris.hub.tenancy;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.ReplaceOptions;
import io.ris.hub.platform.HubService;
import io.ris.hub.platform.persistence.Queries;
import io.ris.hub.platform.persistence.Store;
import jakarta.inject.Inject;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import org.bson.Document;
import org.bson.types.Binary;
import org.eclipse.jnosql.communication.semistructured.CriteriaCondition;
import org.jspecify.annotations.Nullable;

/** Archives of tenants, in numbered pieces, in the platform's database: they outlive what they were made of. */
@HubService
class ExportRepository {

    private static final String COLLECTION = "tenant_exports";

    private final Store store;

    @Inject
    ExportRepository(Store store) {
        this.store = store;
    }

    void insert(TenantExport export) {
        store.platform().entities().insert(export);
    }

    Optional<TenantExport> find(String id) {
        return store.platform().entities().find(TenantExport.class, id);
    }

    List<TenantExport> of(String tenant) {
        return Queries.<TenantExport>all(
                        store.platform().entities(), COLLECTION, List.of(CriteriaCondition.eq("tenant", tenant)))
                .stream()
                .sorted((a, b) -> b.startedAt().compareTo(a.startedAt()))
                .toList();
    }

    List<TenantExport> running() {
        return Queries.all(
                store.platform().entities(), COLLECTION, List.of(CriteriaCondition.eq("status", TenantExport.RUNNING)));
    }

    /** Stores how far a node has come; false if another one makes it now. */
    boolean update(TenantExport export, String node) {
        return exports()
                        .replaceOne(and(eq("_id", export.id()), eq("node", node)), document(export))
                        .getMatchedCount()
                == 1;
    }

    void remove(TenantExport export) {
        for (int number = 0;
                pieces().deleteOne(eq("_id", piece(export.id(), number))).getDeletedCount() == 1;
                number++) {
            // the next one
        }
        exports().deleteOne(eq("_id", export.id()));
    }

    void write(String id, int number, byte[] data) {
        pieces().replaceOne(
                        eq("_id", piece(id, number)),
                        new Document("_id", piece(id, number)).append("data", new Binary(data)),
                        new ReplaceOptions().upsert(true));
    }

    byte @Nullable [] read(String id, int number) {
        Document stored = pieces().find(eq("_id", piece(id, number))).first();
        return stored == null ? null : stored.get("data", Binary.class).getData();
    }

    private static String piece(String id, int number) {
        return id + "/" + number;
    }

    private static Document document(TenantExport export) {
        return new Document("_id", export.id())
                .append("tenant", export.tenant())
                .append("status", export.status())
                .append("node", export.node())
                .append("started_at", Date.from(export.startedAt()))
                .append("finished_at", export.finishedAt() == null ? null : Date.from(export.finishedAt()))
                .append("documents", export.documents())
                .append("bytes", export.bytes())
                .append("pieces", export.pieces());
    }

    private MongoCollection<Document> exports() {
        return store.platform().commands().getCollection(COLLECTION);
    }

    private MongoCollection<Document> pieces() {
        return store.platform().commands().getCollection("tenant_export_pieces");
    }
}
