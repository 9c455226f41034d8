package io.ris.hub.fleet.enrolment;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.gt;
import static com.mongodb.client.model.Filters.or;
import static com.mongodb.client.model.Updates.set;

import com.mongodb.client.MongoCollection;
import io.ris.hub.platform.HubService;
import io.ris.hub.platform.persistence.Store;
import io.ris.protocol.AgentId;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;
import org.bson.Document;

/** The enrolment tokens of the tenant in scope. */
@HubService
class EnrolmentRepository {

    private final Store store;

    @Inject
    EnrolmentRepository(Store store) {
        this.store = store;
    }

    void insert(EnrolmentToken token) {
        store.ofTenant().entities().insert(token);
    }

    /** Binds a token to a key, in one step; empty if it is unknown, expired or another key's. */
    Optional<AgentId> claim(String tokenHash, String keyHash, Instant now) {
        Document token = collection()
                .findOneAndUpdate(
                        and(
                                eq("_id", tokenHash),
                                gt("expires_at", Date.from(now)),
                                or(eq("key_hash", null), eq("key_hash", keyHash))),
                        set("key_hash", keyHash));
        return Optional.ofNullable(token).map(document -> new AgentId(document.getString("agent_id")));
    }

    /** Makes every token of an agent useless. */
    void revoke(String agentId) {
        collection().deleteMany(eq("agent_id", agentId));
    }

    private MongoCollection<Document> collection() {
        return store.ofTenant().commands().getCollection("enrolments");
    }
}
