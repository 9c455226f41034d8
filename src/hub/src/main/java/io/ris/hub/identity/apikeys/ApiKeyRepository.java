package io.ris.hub.identity.apikeys;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.exists;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Filters.lt;
import static com.mongodb.client.model.Filters.ne;
import static com.mongodb.client.model.Updates.addToSet;
import static com.mongodb.client.model.Updates.set;

import com.mongodb.WriteConcern;
import com.mongodb.client.MongoCollection;
import io.ris.hub.platform.HubService;
import io.ris.hub.platform.persistence.Page;
import io.ris.hub.platform.persistence.PageRequest;
import io.ris.hub.platform.persistence.Queries;
import io.ris.hub.platform.persistence.Store;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import org.bson.Document;
import org.eclipse.jnosql.communication.semistructured.CriteriaCondition;
import org.jspecify.annotations.Nullable;

/** The API keys of the tenant in scope. */
@HubService
class ApiKeyRepository {

    private static final String COLLECTION = "api_keys";

    private final Store store;

    @Inject
    ApiKeyRepository(Store store) {
        this.store = store;
    }

    void insert(ApiKey key) {
        store.ofTenant().entities().insert(key);
    }

    Optional<ApiKey> find(String id) {
        return store.ofTenant().entities().find(ApiKey.class, id);
    }

    /** A page of the keys of a user, or of all where none is named. */
    Page<ApiKey> page(@Nullable String userId, PageRequest request) {
        List<CriteriaCondition> conditions =
                userId == null ? List.of() : List.of(CriteriaCondition.eq("user_id", userId));
        return Queries.page(store.ofTenant().entities(), COLLECTION, conditions, request);
    }

    long countOf(String userId) {
        return collection().countDocuments(eq("user_id", userId));
    }

    boolean delete(String id) {
        return collection().deleteOne(eq("_id", id)).getDeletedCount() == 1;
    }

    void deleteOf(String userId) {
        collection().deleteMany(eq("user_id", userId));
    }

    /** Notes use; of no weight, so not waited for by other nodes. */
    void used(String id, Instant at) {
        collection().withWriteConcern(WriteConcern.W1).updateOne(eq("_id", id), set("last_used_at", Date.from(at)));
    }

    /** Binds a key to one more agent, while it has room for the first ones; false if it has none. */
    boolean bindFirst(ApiKey key, String agentId) {
        if (collection() // JNoSQL stores an empty list as an empty document, to which nothing can be added
                        .updateOne(
                                and(eq("_id", key.id()), in("agents", null, new Document())),
                                set("agents", List.of(agentId)))
                        .getModifiedCount()
                == 1) {
            return true;
        }
        return collection()
                        .updateOne(
                                and(
                                        eq("_id", key.id()),
                                        ne("agents", agentId),
                                        exists("agents." + (key.firstAgents() - 1), false)),
                                addToSet("agents", agentId))
                        .getModifiedCount()
                == 1;
    }

    void prune(Instant before) {
        collection().deleteMany(lt("expires_at", Date.from(before)));
    }

    private MongoCollection<Document> collection() {
        return store.ofTenant().commands().getCollection(COLLECTION);
    }
}
