package io.ris.hub.alerts.rules;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.mongodb.client.MongoCollection;
import io.ris.hub.platform.HubService;
import io.ris.hub.platform.persistence.NamedTexts;
import io.ris.hub.platform.persistence.Store;
import io.ris.hub.platform.persistence.StoreFaults;
import io.ris.protocol.Json;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/** The rules that the tenant in scope has stored: its own, and those of the hub that it has changed. */
@HubService
class RuleRepository {

    private final Store store;

    @Inject
    RuleRepository(Store store) {
        this.store = store;
    }

    List<Rule> all() {
        return collection().find().map(RuleRepository::rule).into(new ArrayList<>());
    }

    /** Stores a new one; false if its id or its name is taken. */
    boolean insert(Rule rule) {
        return StoreFaults.stores(() -> collection().insertOne(document(rule)));
    }

    /**
     * Puts a changed one in the place of one revision; false if it was changed since.
     *
     * @throws RuntimeException that is a duplicate by {@link StoreFaults} where its name is taken
     */
    boolean replace(Rule changed, long revision) {
        return collection()
                        .replaceOne(and(eq("_id", changed.id()), eq("revision", revision)), document(changed))
                        .getMatchedCount()
                == 1;
    }

    boolean delete(Rule rule) {
        return collection()
                        .deleteOne(and(eq("_id", rule.id()), eq("revision", rule.revision())))
                        .getDeletedCount()
                == 1;
    }

    private static Document document(Rule rule) {
        return new Document("_id", rule.id())
                .append("name", rule.name())
                .append("enabled", rule.enabled())
                .append("condition", json(ConditionForm.of(rule.condition())))
                .append("fire_after_ms", rule.fireAfter().toMillis())
                .append("resolve_after_ms", rule.resolveAfter().toMillis())
                .append("repeat_every_ms", millis(rule.repeatEvery()))
                .append("severity", rule.severity().wireName())
                .append("labels", NamedTexts.stored(rule.labels()))
                .append("annotations", NamedTexts.stored(rule.annotations()))
                .append("created_at", Date.from(rule.createdAt()))
                .append("updated_at", Date.from(rule.updatedAt()))
                .append("revision", rule.revision());
    }

    private static Rule rule(Document stored) {
        Long repeat = stored.getLong("repeat_every_ms");
        return new Rule(
                stored.getString("_id"),
                stored.getString("name"),
                stored.getBoolean("enabled"),
                form(stored).condition(),
                Duration.ofMillis(stored.getLong("fire_after_ms")),
                Duration.ofMillis(stored.getLong("resolve_after_ms")),
                repeat == null ? null : Duration.ofMillis(repeat),
                Severity.find(stored.getString("severity")).orElseThrow(),
                NamedTexts.in(stored, "labels"),
                NamedTexts.in(stored, "annotations"),
                stored.getDate("created_at").toInstant(),
                stored.getDate("updated_at").toInstant(),
                stored.getLong("revision"));
    }

    private static @Nullable Long millis(@Nullable Duration duration) {
        return duration == null ? null : duration.toMillis();
    }

    private static String json(ConditionForm form) {
        try {
            return Json.strict().writeValueAsString(form);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a condition that cannot be written", e);
        }
    }

    private static ConditionForm form(Document stored) {
        try {
            return Json.lenient().readValue(stored.getString("condition"), ConditionForm.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the condition of rule " + stored.getString("_id") + " is damaged", e);
        }
    }

    private MongoCollection<Document> collection() {
        return store.ofTenant().commands().getCollection("alert_rules");
    }
}
