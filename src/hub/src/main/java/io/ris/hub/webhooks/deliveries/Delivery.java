package io.ris.hub.webhooks.deliveries;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An announcement on its way to one webhook.
 *
 * @param eventId the announcement's id, which the receiver sees
 * @param body what is posted, the same with every attempt
 * @param tries attempts since it was made, or last replayed
 * @param nextAt when it is due; null once it is not pending
 * @param leaseUntil the node that has claimed it may send it until then; null where none has
 * @param endedAt since when it is not pending; null while it is
 * @param reason why it is dead, as a stable code; null unless it is
 * @param attempts the latest ones, those before the last replay among them
 */
public record Delivery(
        String webhookId,
        String eventId,
        String type,
        String body,
        DeliveryState state,
        Instant createdAt,
        int tries,
        @Nullable Instant nextAt,
        @Nullable Instant leaseUntil,
        @Nullable Instant endedAt,
        @Nullable String reason,
        List<Attempt> attempts) {

    /** More of them are not kept. */
    static final int ATTEMPTS_KEPT = 20;

    public Delivery {
        attempts = List.copyOf(attempts);
    }

    /** A new one, which is due. */
    static Delivery of(String webhookId, String eventId, String type, String body, Instant now) {
        return new Delivery(
                webhookId, eventId, type, body, DeliveryState.PENDING, now, 0, now, null, null, null, List.of());
    }

    /** Unique in the tenant. */
    String id() {
        return id(webhookId, eventId);
    }

    static String id(String webhookId, String eventId) {
        return webhookId + "/" + eventId;
    }

    /** The receiver has taken it. */
    Delivery delivered(Instant now) {
        return ended(DeliveryState.DELIVERED, null, now);
    }

    /** Nobody tries any more. */
    Delivery dead(String why, Instant now) {
        return ended(DeliveryState.DEAD, why, now);
    }

    private Delivery ended(DeliveryState end, @Nullable String why, Instant now) {
        return new Delivery(webhookId, eventId, type, body, end, createdAt, tries, null, null, now, why, attempts);
    }

    /** With one more attempt. */
    Delivery after(Attempt attempt) {
        List<Attempt> all = new ArrayList<>(attempts);
        all.add(attempt);
        return new Delivery(
                webhookId,
                eventId,
                type,
                body,
                state,
                createdAt,
                tries + 1,
                nextAt,
                leaseUntil,
                endedAt,
                reason,
                all.subList(Math.max(0, all.size() - ATTEMPTS_KEPT), all.size()));
    }

    /** Due at a time, and claimed by nobody. */
    Delivery waitingUntil(Instant at) {
        return new Delivery(
                webhookId,
                eventId,
                type,
                body,
                DeliveryState.PENDING,
                createdAt,
                tries,
                at,
                null,
                null,
                null,
                attempts);
    }

    /** Due, with as many attempts as a new one. */
    Delivery again(Instant now) {
        return new Delivery(
                webhookId, eventId, type, body, DeliveryState.PENDING, createdAt, 0, now, null, null, null, attempts);
    }

    @Override
    public String toString() {
        return "Delivery[" + id() + "]";
    }
}
