package io.ris.hub.tenancy;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.gt;
import static com.mongodb.client.model.Filters.lt;
import static com.mongodb.client.model.Updates.combine;
import static com.mongodb.client.model.Updates.inc;
import static com.mongodb.client.model.Updates.set;

import com.mongodb.client.MongoCollection;
import io.ris.hub.platform.HubService;
import io.ris.hub.platform.persistence.Store;
import io.ris.hub.platform.persistence.StoreFaults;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;
import org.bson.Document;

/** How many places of each quota are taken in the tenant in scope: one document each, changed in one step. */
@HubService
class QuotaRepository {

    private final Store store;

    @Inject
    QuotaRepository(Store store) {
        this.store = store;
    }

    /**
     * A count.
     *
     * @param moves how often it was changed
     * @param movedAt when it was changed last
     */
    record Count(long taken, long moves, Instant movedAt) {}

    Optional<Count> find(Quota quota) {
        return Optional.ofNullable(collection().find(eq("_id", quota.what())).first())
                .map(stored -> new Count(
                        stored.getLong("taken"),
                        stored.getLong("moves"),
                        stored.getDate("moved_at").toInstant()));
    }

    /** Begins to count, unless another node has. */
    void begin(Quota quota, long taken, Instant now) {
        StoreFaults.stores(() -> collection()
                .insertOne(new Document("_id", quota.what())
                        .append("taken", taken)
                        .append("moves", 0L)
                        .append("moved_at", Date.from(now))));
    }

    /** Takes a place if one is free. */
    boolean take(Quota quota, long limit, Instant now) {
        return collection()
                        .updateOne(
                                and(eq("_id", quota.what()), lt("taken", limit)),
                                combine(inc("taken", 1L), inc("moves", 1L), set("moved_at", Date.from(now))))
                        .getModifiedCount()
                == 1;
    }

    void give(Quota quota, Instant now) {
        collection()
                .updateOne(
                        and(eq("_id", quota.what()), gt("taken", 0L)),
                        combine(inc("taken", -1L), inc("moves", 1L), set("moved_at", Date.from(now))));
    }

    /** Puts right what a crash left behind, unless the count has moved. */
    void correct(Quota quota, Count seen, long taken) {
        collection().updateOne(and(eq("_id", quota.what()), eq("moves", seen.moves())), set("taken", taken));
    }

    /** Counts no more, until somebody begins again. */
    void end() {
        collection().deleteMany(new Document());
    }

    private MongoCollection<Document> collection() {
        return store.ofTenant().commands().getCollection("quotas");
    }
}
