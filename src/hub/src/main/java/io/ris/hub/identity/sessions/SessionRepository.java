package io.ris.hub.identity.sessions;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.lt;
import static com.mongodb.client.model.Updates.combine;
import static com.mongodb.client.model.Updates.inc;
import static com.mongodb.client.model.Updates.set;

import com.mongodb.WriteConcern;
import com.mongodb.client.MongoCollection;
import io.ris.hub.platform.HubService;
import io.ris.hub.platform.persistence.Queries;
import io.ris.hub.platform.persistence.Store;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import org.bson.Document;
import org.eclipse.jnosql.communication.semistructured.CriteriaCondition;

/** The sessions of the tenant in scope. */
@HubService
class SessionRepository {

    private static final String COLLECTION = "sessions";

    private final Store store;

    @Inject
    SessionRepository(Store store) {
        this.store = store;
    }

    void insert(Session session) {
        store.ofTenant().entities().insert(session);
    }

    Optional<Session> find(String id) {
        return store.ofTenant().entities().find(Session.class, id);
    }

    /** All that are stored of a user, over or not. */
    List<Session> ofUser(String userId) {
        return Queries.all(store.ofTenant().entities(), COLLECTION, List.of(CriteriaCondition.eq("user_id", userId)));
    }

    /** Puts the next refresh token in place of the present one; false if that is not the present one any more. */
    boolean rotate(Session session, String nextHash, Instant now, Instant activeUntil, Instant expiresAt) {
        return collection()
                        .updateOne(
                                and(
                                        eq("_id", session.id()),
                                        eq("refresh_hash", session.refreshHash()),
                                        eq("ended_at", null)),
                                combine(
                                        set("refresh_hash", nextHash),
                                        set("last_used_at", Date.from(now)),
                                        set("active_until", Date.from(activeUntil)),
                                        set("expires_at", Date.from(expiresAt)),
                                        inc("generation", 1)))
                        .getModifiedCount()
                == 1;
    }

    /** Notes use; of no weight, so not waited for by other nodes. */
    void used(Session session, Instant at, Instant activeUntil) {
        collection()
                .withWriteConcern(WriteConcern.W1)
                .updateOne(
                        and(eq("_id", session.id()), eq("ended_at", null)),
                        combine(set("last_used_at", Date.from(at)), set("active_until", Date.from(activeUntil))));
    }

    /** False if it was ended before. */
    boolean end(String id, Instant at) {
        return collection()
                        .updateOne(and(eq("_id", id), eq("ended_at", null)), set("ended_at", Date.from(at)))
                        .getModifiedCount()
                == 1;
    }

    /** Removes sessions whose refresh token ended before a time. */
    void prune(Instant before) {
        collection().deleteMany(lt("expires_at", Date.from(before)));
    }

    private MongoCollection<Document> collection() {
        return store.ofTenant().commands().getCollection(COLLECTION);
    }
}
