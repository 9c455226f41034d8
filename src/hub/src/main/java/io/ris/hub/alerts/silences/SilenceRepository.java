package io.ris.hub.alerts.silences;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.gt;
import static com.mongodb.client.model.Filters.lt;
import static com.mongodb.client.model.Filters.lte;
import static com.mongodb.client.model.Updates.combine;
import static com.mongodb.client.model.Updates.set;

import com.mongodb.client.MongoCollection;
import io.ris.hub.platform.HubService;
import io.ris.hub.platform.persistence.Page;
import io.ris.hub.platform.persistence.PageRequest;
import io.ris.hub.platform.persistence.Store;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import org.bson.Document;
import org.bson.conversions.Bson;

/** The silences of the tenant in scope. */
@HubService
class SilenceRepository {

    private final Store store;

    @Inject
    SilenceRepository(Store store) {
        this.store = store;
    }

    void insert(Silence silence) {
        collection()
                .insertOne(new Document("_id", silence.id())
                        .append("rule_id", silence.ruleId())
                        .append("client_id", silence.agentId())
                        .append("selector", silence.selector())
                        .append("starts_at", Date.from(silence.startsAt()))
                        .append("ends_at", Date.from(silence.endsAt()))
                        .append("reason", silence.reason())
                        .append("made_by", silence.madeBy())
                        .append("created_at", Date.from(silence.createdAt())));
    }

    Optional<Silence> find(String id) {
        return Optional.ofNullable(collection().find(eq("_id", id)).first()).map(SilenceRepository::silence);
    }

    List<Silence> holdingAt(Instant now) {
        return collection()
                .find(and(lte("starts_at", Date.from(now)), gt("ends_at", Date.from(now))))
                .map(SilenceRepository::silence)
                .into(new ArrayList<>());
    }

    Page<Silence> page(PageRequest request) {
        int direction = request.sort().descending() ? -1 : 1;
        Bson order = new Document(request.sort().field(), direction).append("_id", direction);
        List<Silence> items = collection()
                .find()
                .sort(order)
                .skip((int) request.skip())
                .limit(request.perPage())
                .map(SilenceRepository::silence)
                .into(new ArrayList<>());
        return new Page<>(items, collection().countDocuments(), request);
    }

    long countEndingAfter(Instant now) {
        return collection().countDocuments(gt("ends_at", Date.from(now)));
    }

    /** Ends one that has not ended; false if there is none. */
    boolean end(String id, Instant start, Instant now) {
        return collection()
                        .updateOne(
                                and(eq("_id", id), gt("ends_at", Date.from(now))),
                                combine(set("starts_at", Date.from(start)), set("ends_at", Date.from(now))))
                        .getModifiedCount()
                == 1;
    }

    void prune(Instant before) {
        collection().deleteMany(lt("ends_at", Date.from(before)));
    }

    private static Silence silence(Document stored) {
        return new Silence(
                stored.getString("_id"),
                stored.getString("rule_id"),
                stored.getString("client_id"),
                stored.getString("selector"),
                stored.getDate("starts_at").toInstant(),
                stored.getDate("ends_at").toInstant(),
                stored.getString("reason"),
                stored.getString("made_by"),
                stored.getDate("created_at").toInstant());
    }

    private MongoCollection<Document> collection() {
        return store.ofTenant().commands().getCollection("alert_silences");
    }
}
