package io.ris.hub.fleet;

import static com.mongodb.client.model.Filters.gte;
import static com.mongodb.client.model.Filters.lt;

import com.mongodb.client.MongoCollection;
import io.ris.hub.platform.HubService;
import io.ris.hub.platform.TenantCode;
import io.ris.hub.platform.persistence.Store;
import io.ris.protocol.AgentId;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import org.bson.Document;

/** The dismissals of the last minutes, in the platform's database: every node asks for those of all tenants at once. */
@HubService
class DismissalRepository {

    private static final String AT = "at";

    private final Store store;

    @Inject
    DismissalRepository(Store store) {
        this.store = store;
    }

    void insert(Dismissal dismissal, Instant at) {
        dismissals()
                .insertOne(new Document("tenant", dismissal.agent().tenant().value())
                        .append("agent_id", dismissal.agent().agentId().value())
                        .append("key_hashes", dismissal.keyHashes())
                        .append("reason", dismissal.reason())
                        .append(AT, Date.from(at)));
    }

    List<Dismissal> since(Instant begin) {
        return dismissals()
                .find(gte(AT, Date.from(begin)))
                .map(DismissalRepository::dismissal)
                .into(new ArrayList<>());
    }

    void prune(Instant before) {
        dismissals().deleteMany(lt(AT, Date.from(before)));
    }

    private static Dismissal dismissal(Document stored) {
        return new Dismissal(
                new AgentKey(new TenantCode(stored.getString("tenant")), new AgentId(stored.getString("agent_id"))),
                stored.getList("key_hashes", String.class),
                stored.getString("reason"));
    }

    private MongoCollection<Document> dismissals() {
        return store.platform().commands().getCollection("dismissals");
    }
}
