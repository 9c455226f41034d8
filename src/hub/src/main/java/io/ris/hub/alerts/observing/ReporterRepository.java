package io.ris.hub.alerts.observing;

import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Updates.combine;
import static com.mongodb.client.model.Updates.set;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.WriteModel;
import io.ris.hub.platform.HubService;
import io.ris.hub.platform.persistence.Store;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import org.bson.Document;

/** Who has reported in the tenant in scope; written only when somebody begins or ceases to. */
@HubService
class ReporterRepository {

    private final Store store;

    @Inject
    ReporterRepository(Store store) {
        this.store = store;
    }

    List<Reporter> all() {
        return collection().find().map(ReporterRepository::reporter).into(new ArrayList<>());
    }

    /** Each as it is now. */
    void put(Collection<Reporter> reporters) {
        List<WriteModel<Document>> writes = new ArrayList<>();
        for (Reporter reporter : reporters) {
            Instant missing = reporter.missingSince();
            writes.add(new UpdateOneModel<>(
                    eq("_id", reporter.agentId()),
                    combine(
                            set("name", reporter.name()),
                            set("missing_since", missing == null ? null : Date.from(missing))),
                    new UpdateOptions().upsert(true)));
        }
        if (!writes.isEmpty()) {
            collection().bulkWrite(writes, new BulkWriteOptions().ordered(false));
        }
    }

    void remove(Collection<String> agents) {
        if (!agents.isEmpty()) {
            collection().deleteMany(in("_id", List.copyOf(agents)));
        }
    }

    private static Reporter reporter(Document stored) {
        Date missing = stored.getDate("missing_since");
        return new Reporter(
                stored.getString("_id"), stored.getString("name"), missing == null ? null : missing.toInstant());
    }

    private MongoCollection<Document> collection() {
        return store.ofTenant().commands().getCollection("alert_reporters");
    }
}
