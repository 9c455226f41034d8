package io.ris.hub.fleet.enrolment;

import static com.mongodb.client.model.Filters.lt;

import com.mongodb.client.MongoCollection;
import io.ris.hub.platform.HubService;
import io.ris.hub.platform.persistence.Store;
import io.ris.hub.platform.persistence.StoreFaults;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.Date;
import org.bson.Document;

/** The agent tokens of the tenant in scope that were used and have not expired. */
@HubService
class TokenUseRepository {

    private static final String EXPIRES = "expires_at";

    private final Store store;

    @Inject
    TokenUseRepository(Store store) {
        this.store = store;
    }

    /** Notes a token; false if it is there already. */
    boolean insertIfAbsent(String id, Instant expiresAt) {
        return StoreFaults.stores(
                () -> uses().insertOne(new Document("_id", id).append(EXPIRES, Date.from(expiresAt))));
    }

    /** Removes those that expired before a time. */
    void prune(Instant before) {
        uses().deleteMany(lt(EXPIRES, Date.from(before)));
    }

    private MongoCollection<Document> uses() {
        return store.ofTenant().commands().getCollection("agent_tokens");
    }
}
