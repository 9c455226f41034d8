package io.ris.hub.tenancy;

import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Updates.combine;
import static com.mongodb.client.model.Updates.inc;
import static com.mongodb.client.model.Updates.setOnInsert;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.UpdateOptions;
import io.ris.hub.platform.HubService;
import io.ris.hub.platform.persistence.Store;
import jakarta.inject.Inject;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Date;
import org.bson.Document;

/** What the tenant in scope has used, day by day (UTC), and how much its database holds. */
@HubService
class UsageRepository {

    private final Store store;

    @Inject
    UsageRepository(Store store) {
        this.store = store;
    }

    /** Adds to a day. */
    void add(LocalDate day, UsageMeter.Amount more) {
        collection()
                .updateOne(
                        eq("_id", day.toString()),
                        combine(
                                inc("tasks", more.tasks()),
                                inc("bytes_in", more.bytesIn()),
                                inc("bytes_out", more.bytesOut()),
                                setOnInsert(
                                        "at",
                                        Date.from(
                                                day.atStartOfDay(ZoneOffset.UTC).toInstant()))),
                        new UpdateOptions().upsert(true));
    }

    UsageMeter.Amount find(LocalDate day) {
        Document stored = collection().find(eq("_id", day.toString())).first();
        return stored == null
                ? UsageMeter.Amount.NONE
                : new UsageMeter.Amount(
                        stored.getLong("tasks"), stored.getLong("bytes_in"), stored.getLong("bytes_out"));
    }

    /** Bytes of all documents. */
    long storedBytes() {
        Document answer = store.ofTenant().commands().runCommand(new Document("dbStats", 1));
        return answer.get("dataSize") instanceof Number bytes ? bytes.longValue() : 0;
    }

    private MongoCollection<Document> collection() {
        return store.ofTenant().commands().getCollection("usage");
    }
}
