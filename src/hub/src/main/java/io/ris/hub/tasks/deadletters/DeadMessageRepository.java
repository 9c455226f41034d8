package io.ris.hub.tasks.deadletters;

import static com.mongodb.client.model.Filters.eq;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Sorts;
import io.ris.hub.platform.HubService;
import io.ris.hub.platform.persistence.Page;
import io.ris.hub.platform.persistence.PageRequest;
import io.ris.hub.platform.persistence.Store;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.Date;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.bson.Document;

/** Messages that no node could read, in the platform's database: of which tenant they are cannot be told. */
@HubService
class DeadMessageRepository {

    private final Store store;

    @Inject
    DeadMessageRepository(Store store) {
        this.store = store;
    }

    void insert(DeadMessage message) {
        messages()
                .insertOne(new Document("_id", message.id())
                        .append("received_at", Date.from(message.receivedAt()))
                        .append("queue", message.queue())
                        .append("properties", new Document(Map.copyOf(message.properties())))
                        .append("reason", message.reason()));
    }

    /** The newest first. */
    Page<DeadMessage> page(PageRequest request) {
        return new Page<>(
                messages()
                        .find()
                        .sort(Sorts.descending("received_at"))
                        .skip((int) request.skip())
                        .limit(request.perPage())
                        .map(DeadMessageRepository::message)
                        .into(new ArrayList<>()),
                messages().countDocuments(),
                request);
    }

    Optional<DeadMessage> find(String id) {
        return Optional.ofNullable(messages().find(eq("_id", id)).first()).map(DeadMessageRepository::message);
    }

    boolean delete(String id) {
        return messages().deleteOne(eq("_id", id)).getDeletedCount() == 1;
    }

    long deleteAll() {
        return messages().deleteMany(new Document()).getDeletedCount();
    }

    private static DeadMessage message(Document stored) {
        return new DeadMessage(
                stored.getString("_id"),
                stored.getDate("received_at").toInstant(),
                stored.getString("queue"),
                stored.get("properties", new Document()).entrySet().stream()
                        .collect(Collectors.toMap(Map.Entry::getKey, entry -> String.valueOf(entry.getValue()))),
                stored.getString("reason"));
    }

    private MongoCollection<Document> messages() {
        return store.platform().commands().getCollection("dead_messages");
    }
}
