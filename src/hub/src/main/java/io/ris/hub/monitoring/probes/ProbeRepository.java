package io.ris.hub.monitoring.probes;

import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Updates.combine;
import static com.mongodb.client.model.Updates.max;
import static com.mongodb.client.model.Updates.set;
import static com.mongodb.client.model.Updates.setOnInsert;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.UpdateOptions;
import io.ris.hub.platform.HubService;
import io.ris.hub.platform.persistence.Store;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bson.Document;

/** The probes of the tenant in scope. */
@HubService
class ProbeRepository {

    private final Store store;

    @Inject
    ProbeRepository(Store store) {
        this.store = store;
    }

    /** Writes what a probe tells of itself; the time of its first registration stays. */
    void register(String agentId, String hostname, Map<String, String> metadata, Instant now) {
        probes().updateOne(
                        eq("_id", agentId),
                        combine(
                                set("hostname", hostname),
                                set("metadata", pairs(metadata)),
                                max("last_seen", Date.from(now)),
                                setOnInsert("registered_at", Date.from(now))),
                        new UpdateOptions().upsert(true));
    }

    /** Names are texts that others chose: as fields they might be operators. */
    private static List<Document> pairs(Map<String, String> metadata) {
        return metadata.entrySet().stream()
                .map(entry -> new Document("name", entry.getKey()).append("value", entry.getValue()))
                .toList();
    }

    boolean exists(String agentId) {
        return probes().find(eq("_id", agentId)).first() != null;
    }

    /** A probe that is there was heard of. */
    void seen(String agentId, Instant at) {
        probes().updateOne(eq("_id", agentId), max("last_seen", Date.from(at)));
    }

    void remove(String agentId) {
        probes().deleteOne(eq("_id", agentId));
    }

    List<Probe> all() {
        return probes().find().map(ProbeRepository::probe).into(new ArrayList<>());
    }

    /** How many there are, give or take those that come and go. */
    long count() {
        return probes().estimatedDocumentCount();
    }

    private static Probe probe(Document stored) {
        Map<String, String> metadata = new LinkedHashMap<>();
        stored.getList("metadata", Document.class, List.of())
                .forEach(pair -> metadata.put(pair.getString("name"), pair.getString("value")));
        return new Probe(
                stored.getString("_id"),
                stored.getString("hostname"),
                metadata,
                stored.getDate("registered_at").toInstant(),
                stored.getDate("last_seen").toInstant());
    }

    private MongoCollection<Document> probes() {
        return store.ofTenant().commands().getCollection("probes");
    }
}
