package io.ris.hub.testing;

import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Updates.combine;
import static com.mongodb.client.model.Updates.set;
import static org.awaitility.Awaitility.await;

import com.mongodb.client.MongoCollection;
import io.ris.hub.platform.cluster.NodeLeases;
import io.ris.hub.platform.persistence.Store;
import io.ris.protocol.AgentId;
import java.time.Clock;
import java.time.Duration;
import java.util.Date;
import org.bson.Document;

/** Another node of the hub, as far as the store knows of it. */
public final class OtherNode {

    private final String id = "node-" + System.nanoTime();
    private final Store store;
    private final NodeLeases nodes;

    private OtherNode(Store store, NodeLeases nodes) {
        this.store = store;
        this.nodes = nodes;
    }

    /** Returns when this node knows that it lives. */
    public static OtherNode begin(Store store, NodeLeases nodes, Clock clock) {
        OtherNode other = new OtherNode(store, nodes);
        Date until = Date.from(clock.instant().plus(Duration.ofMinutes(10)));
        other.leases().insertOne(new Document("_id", other.id).append("lease_until", until));
        await().until(() -> nodes.live().contains(other.id));
        return other;
    }

    /** An agent of the tenant in scope is connected to it. */
    public void connect(AgentId agent, int capacity) {
        store.ofTenant()
                .commands()
                .getCollection("agents")
                .updateOne(
                        eq("_id", agent.value()),
                        combine(set("node", id), set("session_id", "session"), set("capacity", capacity)));
    }

    /** Returns when this node knows that it lives no more. */
    public void end() {
        leases().deleteOne(eq("_id", id));
        await().until(() -> !nodes.live().contains(id));
    }

    private MongoCollection<Document> leases() {
        return store.platform().commands().getCollection("nodes");
    }
}
