package io.ris.hub.webhooks.subscriptions;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;

import com.mongodb.client.MongoCollection;
import io.ris.hub.platform.HubService;
import io.ris.hub.platform.persistence.Page;
import io.ris.hub.platform.persistence.PageRequest;
import io.ris.hub.platform.persistence.SealedFields;
import io.ris.hub.platform.persistence.Store;
import io.ris.hub.platform.persistence.StoreFaults;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/** The webhooks of the tenant in scope. */
@HubService
class WebhookRepository {

    private final Store store;

    @Inject
    WebhookRepository(Store store) {
        this.store = store;
    }

    /** Stores a new one; false if there is one with this id already. */
    boolean insert(Webhook webhook) {
        return StoreFaults.stores(() -> collection().insertOne(document(webhook)));
    }

    Optional<Webhook> find(String id) {
        return Optional.ofNullable(collection().find(eq("_id", id)).first()).map(WebhookRepository::webhook);
    }

    /** All of them: they are few. */
    List<Webhook> all() {
        return collection().find().map(WebhookRepository::webhook).into(new ArrayList<>());
    }

    Page<Webhook> page(PageRequest request) {
        int direction = request.sort().descending() ? -1 : 1;
        List<Webhook> items = collection()
                .find()
                .sort(new Document(request.sort().field(), direction).append("_id", direction))
                .skip((int) request.skip())
                .limit(request.perPage())
                .map(WebhookRepository::webhook)
                .into(new ArrayList<>());
        return new Page<>(items, count(), request);
    }

    long count() {
        return collection().countDocuments();
    }

    /** Puts a changed one in the place of one revision; false if it was changed since. */
    boolean replace(Webhook changed, long revision) {
        return collection()
                        .replaceOne(and(eq("_id", changed.id()), eq("revision", revision)), document(changed))
                        .getMatchedCount()
                == 1;
    }

    boolean delete(Webhook webhook) {
        return collection()
                        .deleteOne(and(eq("_id", webhook.id()), eq("revision", webhook.revision())))
                        .getDeletedCount()
                == 1;
    }

    /** As {@link SealedFields#reseal}. */
    long reseal(String prefix, BiFunction<String, String, Optional<String>> anew) {
        return SealedFields.reseal(collection(), "sealed", prefix, anew);
    }

    private static Document document(Webhook webhook) {
        return new Document("_id", webhook.id())
                .append("description", webhook.description())
                .append("events", webhook.events())
                .append("enabled", webhook.enabled())
                .append("disabled_reason", webhook.disabledReason())
                .append("old_secret_until", date(webhook.oldSecretUntil()))
                .append("sealed", webhook.sealed())
                .append("created_at", Date.from(webhook.createdAt()))
                .append("updated_at", Date.from(webhook.updatedAt()))
                .append("revision", webhook.revision());
    }

    private static Webhook webhook(Document stored) {
        Date oldSecretUntil = stored.getDate("old_secret_until");
        return new Webhook(
                stored.getString("_id"),
                stored.getString("description"),
                stored.getList("events", String.class),
                stored.getBoolean("enabled"),
                stored.getString("disabled_reason"),
                oldSecretUntil == null ? null : oldSecretUntil.toInstant(),
                stored.getString("sealed"),
                stored.getDate("created_at").toInstant(),
                stored.getDate("updated_at").toInstant(),
                stored.getLong("revision"));
    }

    private static @Nullable Date date(@Nullable Instant at) {
        return at == null ? null : Date.from(at);
    }

    private MongoCollection<Document> collection() {
        return store.ofTenant().commands().getCollection("webhooks");
    }
}
