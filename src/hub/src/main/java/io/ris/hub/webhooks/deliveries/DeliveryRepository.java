package io.ris.hub.webhooks.deliveries;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.gt;
import static com.mongodb.client.model.Filters.lt;
import static com.mongodb.client.model.Filters.lte;
import static com.mongodb.client.model.Filters.ne;
import static com.mongodb.client.model.Filters.or;
import static com.mongodb.client.model.Projections.exclude;
import static com.mongodb.client.model.Projections.include;
import static com.mongodb.client.model.Sorts.ascending;
import static com.mongodb.client.model.Updates.combine;
import static com.mongodb.client.model.Updates.set;
import static com.mongodb.client.model.Updates.unset;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.FindOneAndUpdateOptions;
import com.mongodb.client.model.ReplaceOptions;
import com.mongodb.client.model.ReturnDocument;
import io.ris.hub.platform.HubService;
import io.ris.hub.platform.cluster.HubNode;
import io.ris.hub.platform.persistence.JoinedPage;
import io.ris.hub.platform.persistence.Page;
import io.ris.hub.platform.persistence.PageRequest;
import io.ris.hub.platform.persistence.Store;
import io.ris.hub.platform.persistence.StoreFaults;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;

/**
 * The deliveries of the tenant in scope: open ones in a small collection that is looked through often, the others in one that
 * grows. What is moved is put in its new place first; killed in between, it is in both, and the open one counts.
 */
@HubService
class DeliveryRepository {

    /** More than may wait, so that a scan sees all. */
    private static final int SCANNED = 120_000;

    private static final JoinedPage<Delivery> OPEN_FIRST =
            new JoinedPage<>("_id", exclude("body"), DeliveryRepository::delivery);

    private final Store store;
    private final HubNode node;

    @Inject
    DeliveryRepository(Store store, HubNode node) {
        this.store = store;
        this.node = node;
    }

    /** Adds an open one; false if there is one with its id, open or not. */
    boolean enqueue(Delivery delivery) {
        return find(ended(), delivery.id()).isEmpty() && insert(queue(), delivery);
    }

    /** Adds one that nobody tries; false if there is one with its id, open or not. */
    boolean bury(Delivery dead) {
        return find(queue(), dead.id()).isEmpty() && insert(ended(), dead);
    }

    private static boolean insert(MongoCollection<Document> where, Delivery delivery) {
        return StoreFaults.stores(() -> where.insertOne(document(delivery)));
    }

    /** How many are open. */
    long countOpen() {
        return queue().estimatedDocumentCount();
    }

    /** Every open one that no node has claimed. */
    List<DeliveryLanes.Due> unclaimed(Instant now) {
        return queue().find(isFree(now))
                .projection(include("webhook_id", "next_at"))
                .limit(SCANNED)
                .map(open -> new DeliveryLanes.Due(
                        open.getString("_id"),
                        open.getString("webhook_id"),
                        open.getDate("next_at").toInstant()))
                .into(new ArrayList<>());
    }

    private static Bson isFree(Instant now) {
        return or(eq("lease_until", null), lte("lease_until", Date.from(now)));
    }

    /** Claims one that is due for this node; empty if it is not due, or not free. */
    Optional<Delivery> claim(String id, Instant now, Instant until) {
        return Optional.ofNullable(queue().findOneAndUpdate(
                                and(eq("_id", id), lte("next_at", Date.from(now)), isFree(now)),
                                combine(
                                        set("lease_until", Date.from(until)),
                                        set("leased_by", node.id()),
                                        unset("hastened")),
                                new FindOneAndUpdateOptions().returnDocument(ReturnDocument.AFTER)))
                .map(DeliveryRepository::delivery);
    }

    /** Puts one that was claimed back in the queue, unless another node has claimed it since, or it was hastened. */
    boolean putBack(Delivery claimed, Delivery next) {
        return putBack(isStillOurs(claimed), ne("hastened", true), next);
    }

    /** Puts one that was claimed back in the queue if it was hastened, unless another node has claimed it since. */
    boolean putBackHastened(Delivery claimed, Delivery next) {
        return putBack(isStillOurs(claimed), eq("hastened", true), next);
    }

    private boolean putBack(Bson ours, Bson asked, Delivery next) {
        return queue().replaceOne(and(ours, asked), document(next)).getMatchedCount() == 1;
    }

    /** Takes one that was claimed out of the queue, unless another node has claimed it since. */
    boolean end(Delivery claimed, Delivery end) {
        return end(isStillOurs(claimed), end);
    }

    /** As {@link #end}, unless it was hastened. */
    boolean endUnlessHastened(Delivery claimed, Delivery end) {
        return end(and(isStillOurs(claimed), ne("hastened", true)), end);
    }

    private boolean end(Bson claimed, Delivery end) {
        if (queue().countDocuments(claimed) == 0) {
            return false;
        }
        ended().replaceOne(eq("_id", end.id()), document(end), new ReplaceOptions().upsert(true));
        return queue().deleteOne(claimed).getDeletedCount() == 1;
    }

    private Bson isStillOurs(Delivery claimed) {
        return and(eq("_id", claimed.id()), eq("lease_until", date(claimed.leaseUntil())), eq("leased_by", node.id()));
    }

    /** Puts one that was given up, or delivered, in the queue again; false if it is there already. */
    boolean requeue(Delivery ended, Delivery again) {
        boolean put = insert(queue(), again);
        // another node may have sent it by now, and what came of that stays
        ended().deleteOne(and(eq("_id", ended.id()), eq("ended_at", date(ended.endedAt()))));
        return put;
    }

    /** Makes an open one due; one that is under way is due again once that has failed, and false. */
    boolean hasten(Delivery open, Instant now) {
        return makeDue(open, now) || (!markUnderWay(open, now) && makeDue(open, now));
    }

    private boolean makeDue(Delivery open, Instant now) {
        return update(and(eq("_id", open.id()), isFree(now)), set("next_at", Date.from(now)));
    }

    private boolean markUnderWay(Delivery open, Instant now) {
        return update(and(eq("_id", open.id()), gt("lease_until", Date.from(now))), set("hastened", true));
    }

    private boolean update(Bson open, Bson change) {
        return queue().updateOne(open, change).getMatchedCount() == 1;
    }

    Optional<Delivery> find(String id) {
        return find(queue(), id).or(() -> find(ended(), id));
    }

    private static Optional<Delivery> find(MongoCollection<Document> where, String id) {
        return Optional.ofNullable(where.find(eq("_id", id)).first()).map(DeliveryRepository::delivery);
    }

    /** Some of a webhook's that were given up before a time, the oldest first. */
    List<Delivery> dead(String webhookId, Instant before, int limit) {
        return ended().find(and(isDead(webhookId), lt("ended_at", Date.from(before))))
                .sort(ascending("created_at"))
                .limit(limit)
                .map(DeliveryRepository::delivery)
                .into(new ArrayList<>());
    }

    long countDead(String webhookId) {
        return ended().countDocuments(isDead(webhookId));
    }

    private static Bson isDead(String webhookId) {
        return and(eq("webhook_id", webhookId), eq("state", DeliveryState.DEAD.wireName()));
    }

    /** A page of a webhook's deliveries without their bodies: the open ones, then the others. */
    Page<Delivery> page(String webhookId, @Nullable DeliveryState state, PageRequest request) {
        Bson ofWebhook = eq("webhook_id", webhookId);
        Bson end = state == null ? ofWebhook : and(ofWebhook, eq("state", state.wireName()));
        return OPEN_FIRST.of(
                new JoinedPage.Part(
                        queue(), Optional.of(ofWebhook).filter(all -> state == null || state == DeliveryState.PENDING)),
                new JoinedPage.Part(ended(), Optional.of(end).filter(some -> state != DeliveryState.PENDING)),
                request);
    }

    /** Removes all of a webhook. */
    void deleteOf(String webhookId) {
        queue().deleteMany(eq("webhook_id", webhookId));
        ended().deleteMany(eq("webhook_id", webhookId));
    }

    /** Removes what ended before a time. */
    long prune(Instant before) {
        return ended().deleteMany(lt("ended_at", Date.from(before))).getDeletedCount();
    }

    private static Document document(Delivery delivery) {
        return new Document("_id", delivery.id())
                .append("webhook_id", delivery.webhookId())
                .append("event_id", delivery.eventId())
                .append("type", delivery.type())
                .append("body", delivery.body())
                .append("state", delivery.state().wireName())
                .append("created_at", Date.from(delivery.createdAt()))
                .append("tries", delivery.tries())
                .append("next_at", date(delivery.nextAt()))
                .append("lease_until", date(delivery.leaseUntil()))
                .append("ended_at", date(delivery.endedAt()))
                .append("reason", delivery.reason())
                .append(
                        "attempts",
                        delivery.attempts().stream()
                                .map(DeliveryRepository::document)
                                .toList());
    }

    private static Document document(Attempt attempt) {
        return new Document("at", Date.from(attempt.at()))
                .append("latency_ms", attempt.latency().toMillis())
                .append("status", attempt.status())
                .append("error", attempt.error())
                .append("answer", attempt.answer());
    }

    private static Delivery delivery(Document stored) {
        return new Delivery(
                stored.getString("webhook_id"),
                stored.getString("event_id"),
                stored.getString("type"),
                stored.get("body", ""),
                DeliveryState.find(stored.getString("state")).orElseThrow(),
                stored.getDate("created_at").toInstant(),
                stored.getInteger("tries"),
                instant(stored, "next_at"),
                instant(stored, "lease_until"),
                instant(stored, "ended_at"),
                stored.getString("reason"),
                stored.getList("attempts", Document.class).stream()
                        .map(DeliveryRepository::attempt)
                        .toList());
    }

    private static Attempt attempt(Document stored) {
        return new Attempt(
                stored.getDate("at").toInstant(),
                Duration.ofMillis(stored.getLong("latency_ms")),
                stored.getInteger("status"),
                stored.getString("error"),
                stored.getString("answer"));
    }

    private static @Nullable Instant instant(Document stored, String field) {
        Date at = stored.getDate(field);
        return at == null ? null : at.toInstant();
    }

    private static @Nullable Date date(@Nullable Instant at) {
        return at == null ? null : Date.from(at);
    }

    private MongoCollection<Document> queue() {
        return store.ofTenant().commands().getCollection("webhook_queue");
    }

    private MongoCollection<Document> ended() {
        return store.ofTenant().commands().getCollection("webhook_deliveries");
    }
}
