package io.ris.hub.platform.cluster;

import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.gt;
import static com.mongodb.client.model.Updates.set;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.UpdateOptions;
import io.ris.hub.platform.HubService;
import io.ris.hub.platform.persistence.Store;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.Date;
import java.util.HashSet;
import java.util.Set;
import org.bson.Document;

/** The nodes of the hub, in the platform's database. */
@HubService
class NodeRepository {

    private final Store store;

    @Inject
    NodeRepository(Store store) {
        this.store = store;
    }

    void renew(String id, Instant until) {
        collection().updateOne(eq("_id", id), set("lease_until", Date.from(until)), new UpdateOptions().upsert(true));
    }

    Set<String> liveAt(Instant now) {
        Set<String> ids = new HashSet<>();
        for (Document node : collection().find(gt("lease_until", Date.from(now)))) {
            ids.add(node.getString("_id"));
        }
        return Set.copyOf(ids);
    }

    void remove(String id) {
        collection().deleteOne(eq("_id", id));
    }

    private MongoCollection<Document> collection() {
        return store.platform().commands().getCollection("nodes");
    }
}
