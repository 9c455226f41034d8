package io.ris.hub.alerts.life;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.empty;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.lt;
import static com.mongodb.client.model.Filters.ne;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.ReplaceOptions;
import io.ris.hub.alerts.observing.Subject;
import io.ris.hub.alerts.rules.Severity;
import io.ris.hub.platform.HubService;
import io.ris.hub.platform.persistence.JoinedPage;
import io.ris.hub.platform.persistence.NamedTexts;
import io.ris.hub.platform.persistence.Page;
import io.ris.hub.platform.persistence.PageRequest;
import io.ris.hub.platform.persistence.Store;
import io.ris.hub.platform.persistence.StoreFaults;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;

/**
 * The alerts of the tenant in scope: those that matter to what is watched in a small collection, by rule and subject; those that
 * are over in one that grows, by id.
 */
@HubService
class AlertRepository {

    private static final JoinedPage<Alert> OPEN_FIRST =
            new JoinedPage<>("alert_id", new Document(), AlertRepository::alert);

    private final Store store;

    @Inject
    AlertRepository(Store store) {
        this.store = store;
    }

    /** Every open one, and those that are over and still matter. */
    List<Alert> watched() {
        return watchedAlerts().find().map(AlertRepository::alert).into(new ArrayList<>());
    }

    /** Adds a new one; false if there is one for its rule and subject. */
    boolean insert(Alert alert) {
        return StoreFaults.stores(() -> watchedAlerts().insertOne(document(alert, alert.key())));
    }

    /** Takes a step from one revision to the next; false if another one was taken meanwhile. */
    boolean replace(Alert next) {
        return watchedAlerts()
                        .replaceOne(isRevision(next, next.revision() - 1), document(next, next.key()))
                        .getMatchedCount()
                == 1;
    }

    /** Nobody watches for it any more; false if a step was taken meanwhile. */
    boolean forget(Alert alert) {
        return watchedAlerts().deleteOne(isRevision(alert, alert.revision())).getDeletedCount() == 1;
    }

    private static Bson isRevision(Alert alert, long revision) {
        return and(eq("_id", alert.key()), eq("alert_id", alert.id()), eq("revision", revision));
    }

    /** Keeps one that is over; once, however often it is called. */
    void keep(Alert resolved) {
        endedAlerts()
                .replaceOne(
                        eq("_id", resolved.id()), document(resolved, resolved.id()), new ReplaceOptions().upsert(true));
    }

    /** One that is not kept as over yet. */
    Optional<Alert> findWatched(String id) {
        return Optional.ofNullable(watchedAlerts().find(eq("alert_id", id)).first())
                .map(AlertRepository::alert);
    }

    Optional<Alert> find(String id) {
        return findWatched(id)
                .or(() -> Optional.ofNullable(endedAlerts().find(eq("_id", id)).first())
                        .map(AlertRepository::alert));
    }

    /** A page of alerts: open ones, then those that are over. */
    Page<Alert> page(AlertFilter filter, PageRequest request) {
        Bson conditions = conditions(filter);
        Bson open = and(conditions, ne("state", AlertState.RESOLVED.wireName()));
        return OPEN_FIRST.of(
                new JoinedPage.Part(
                        watchedAlerts(), Optional.of(open).filter(some -> filter.state() != AlertState.RESOLVED)),
                new JoinedPage.Part(
                        endedAlerts(),
                        Optional.of(conditions)
                                .filter(some -> filter.state() == null || filter.state() == AlertState.RESOLVED)),
                request);
    }

    private static Bson conditions(AlertFilter filter) {
        List<Bson> conditions = new ArrayList<>(List.of(empty()));
        if (filter.state() != null) {
            conditions.add(eq("state", filter.state().wireName()));
        }
        if (filter.severity() != null) {
            conditions.add(eq("severity", filter.severity().wireName()));
        }
        if (filter.ruleId() != null) {
            conditions.add(eq("rule_id", filter.ruleId()));
        }
        if (filter.agentId() != null) {
            conditions.add(eq("client_id", filter.agentId()));
        }
        return and(conditions);
    }

    /** Removes what was over before a time. */
    void prune(Instant before) {
        endedAlerts().deleteMany(lt("resolved_at", Date.from(before)));
    }

    private static Document document(Alert alert, String id) {
        Cause cause = alert.cause();
        Subject subject = alert.subject();
        Telling told = alert.told();
        return new Document("_id", id)
                .append("alert_id", alert.id())
                .append("rule_id", cause.ruleId())
                .append("rule_name", cause.ruleName())
                .append("severity", cause.severity().wireName())
                .append("labels", NamedTexts.stored(cause.labels()))
                .append("annotations", NamedTexts.stored(cause.annotations()))
                .append("subject_kind", subject.kind().wireName())
                .append("subject_id", subject.id())
                .append("subject_name", subject.name())
                .append("client_id", subject.agentId())
                .append("state", alert.state().wireName())
                .append("value", alert.value())
                .append("summary", alert.summary())
                .append("pending_since", Date.from(alert.pendingSince()))
                .append("fired_at", date(alert.firedAt()))
                .append("clear_since", date(alert.clearSince()))
                .append("acknowledged", document(alert.acknowledged()))
                .append("resolved_at", date(alert.resolvedAt()))
                .append(
                        "resolution",
                        alert.resolution() == null ? null : alert.resolution().wireName())
                .append("resolved_by", document(alert.resolvedBy()))
                .append("told_firing", told.firing())
                .append("told_at", date(told.lastAt()))
                .append("told_acknowledged", told.acknowledged())
                .append("due", told.due())
                .append("updated_at", Date.from(alert.updatedAt()))
                .append("revision", alert.revision());
    }

    private static @Nullable Document document(@Nullable Handling handling) {
        return handling == null
                ? null
                : new Document("by", handling.by())
                        .append("at", Date.from(handling.at()))
                        .append("note", handling.note());
    }

    private static Alert alert(Document stored) {
        String resolution = stored.getString("resolution");
        return new Alert(
                stored.getString("alert_id"),
                new Cause(
                        stored.getString("rule_id"),
                        stored.getString("rule_name"),
                        Severity.find(stored.getString("severity")).orElseThrow(),
                        NamedTexts.in(stored, "labels"),
                        NamedTexts.in(stored, "annotations")),
                new Subject(
                        Subject.Kind.of(stored.getString("subject_kind")),
                        stored.getString("subject_id"),
                        stored.getString("subject_name"),
                        stored.getString("client_id")),
                AlertState.find(stored.getString("state")).orElseThrow(),
                stored.getDouble("value"),
                stored.getString("summary"),
                stored.getDate("pending_since").toInstant(),
                instant(stored, "fired_at"),
                instant(stored, "clear_since"),
                handling(stored.get("acknowledged", Document.class)),
                instant(stored, "resolved_at"),
                resolution == null ? null : Resolution.of(resolution),
                handling(stored.get("resolved_by", Document.class)),
                new Telling(
                        stored.getInteger("told_firing"),
                        instant(stored, "told_at"),
                        stored.getBoolean("told_acknowledged"),
                        stored.getList("due", String.class)),
                stored.getDate("updated_at").toInstant(),
                stored.getLong("revision"));
    }

    private static @Nullable Handling handling(@Nullable Document stored) {
        return stored == null
                ? null
                : new Handling(stored.getString("by"), stored.getDate("at").toInstant(), stored.getString("note"));
    }

    private static @Nullable Instant instant(Document stored, String field) {
        Date at = stored.getDate(field);
        return at == null ? null : at.toInstant();
    }

    private static @Nullable Date date(@Nullable Instant at) {
        return at == null ? null : Date.from(at);
    }

    private MongoCollection<Document> watchedAlerts() {
        return store.ofTenant().commands().getCollection("alerts_watched");
    }

    private MongoCollection<Document> endedAlerts() {
        return store.ofTenant().commands().getCollection("alerts");
    }
}
