package io.ris.hub.webhooks.deliveries;

import io.ris.hub.platform.HubException;
import io.ris.hub.platform.HubService;
import io.ris.hub.platform.ProblemType;
import io.ris.hub.platform.RepeatedWork;
import io.ris.hub.platform.StartupOrder;
import io.ris.hub.platform.persistence.Page;
import io.ris.hub.platform.persistence.PageRequest;
import io.ris.hub.tenancy.TenantRounds;
import io.ris.hub.webhooks.subscriptions.Webhook;
import io.ris.hub.webhooks.subscriptions.WebhookRemoved;
import io.ris.hub.webhooks.subscriptions.WebhookService;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/** The deliveries of the tenant in scope: adding, finding, replaying, removing. Thread-safe. */
@HubService
public class DeliveryService {

    static final String QUEUE_FULL = "queue_full";

    private static final Duration PRUNE = Duration.ofHours(1);
    private static final int AT_ONCE = 100;

    private final DeliveryRepository deliveries;
    private final DeliveryDispatcher dispatcher;
    private final WebhookService webhooks;
    private final WebhookMetrics metrics;
    private final TenantRounds rounds;
    private final RepeatedWork repeated;
    private final Clock clock;
    private final QueueRoom room;
    private final Duration retention;

    @Inject
    DeliveryService(
            DeliveryRepository deliveries,
            DeliveryDispatcher dispatcher,
            WebhookService webhooks,
            WebhookMetrics metrics,
            TenantRounds rounds,
            RepeatedWork repeated,
            Clock clock,
            @ConfigProperty(name = "webhooks.max_pending") int mostPending,
            @ConfigProperty(name = "webhooks.retention") Duration retention) {
        this.deliveries = deliveries;
        this.dispatcher = dispatcher;
        this.webhooks = webhooks;
        this.metrics = metrics;
        this.rounds = rounds;
        this.repeated = repeated;
        this.clock = clock;
        this.room = new QueueRoom(mostPending);
        this.retention = retention;
    }

    void begin(@Observes @Priority(StartupOrder.WORK) Startup startup) {
        repeated.every(
                PRUNE,
                "removing old deliveries",
                () -> rounds.forAll(
                        "removing old deliveries",
                        tenant -> deliveries.prune(clock.instant().minus(retention))));
    }

    void removed(@Observes WebhookRemoved removed) {
        deliveries.deleteOf(removed.webhookId());
    }

    /**
     * Stores what a webhook is to be told; from then on it is delivered at least once. Where too many wait it is a dead letter,
     * to be replayed once there is room. What was stored before is not stored again.
     *
     * @param eventId names what is told
     * @param body what is posted
     */
    public Delivery add(Webhook webhook, String eventId, String type, String body) {
        Delivery delivery = Delivery.of(webhook.id(), eventId, type, body, clock.instant());
        if (room(webhook) == 0) {
            Delivery dead = delivery.dead(QUEUE_FULL, clock.instant());
            if (deliveries.bury(dead)) {
                metrics.gaveUp(QUEUE_FULL);
            }
            return dead;
        }
        if (deliveries.enqueue(delivery)) {
            dispatcher.stored(delivery);
        }
        return delivery;
    }

    private long room(Webhook webhook) {
        return room.of(deliveries.countOpen(), dispatcher.open(webhook.id()), webhooks.count());
    }

    /** A page of a webhook's deliveries without their bodies, the open ones first; null for those in any state. */
    public Page<Delivery> page(Webhook webhook, @Nullable DeliveryState state, PageRequest request) {
        return deliveries.page(webhook.id(), state, request);
    }

    /** @throws HubException.Conflict if the webhook has none for this event */
    public Delivery require(Webhook webhook, String eventId) {
        return deliveries
                .find(Delivery.id(webhook.id(), eventId))
                .orElseThrow(() -> new HubException.Conflict(ProblemType.NOT_FOUND, "there is no such delivery"));
    }

    /**
     * Sends it once more: one that has ended as if it were new, one that waits for its next attempt at once, one that is under
     * way once that has failed.
     *
     * @throws HubException if the webhook is disabled, or too many wait
     */
    public Delivery replay(Webhook webhook, String eventId) {
        requireEnabled(webhook);
        Delivery delivery = require(webhook, eventId);
        if (delivery.state() == DeliveryState.PENDING) {
            return hasten(delivery);
        }
        if (room(webhook) == 0) {
            throw new HubException.Unavailable(
                    ProblemType.QUEUE_FULL, "too many deliveries wait; try again", Duration.ofMinutes(1), null);
        }
        return requeue(delivery);
    }

    private Delivery hasten(Delivery open) {
        Instant now = clock.instant();
        if (!deliveries.hasten(open, now)) {
            return open;
        }
        Delivery due = open.waitingUntil(now);
        dispatcher.stored(due);
        return due;
    }

    private Delivery requeue(Delivery ended) {
        Delivery again = ended.again(clock.instant());
        if (deliveries.requeue(ended, again)) {
            dispatcher.stored(again);
        }
        return again;
    }

    /**
     * Dead letters that are sent once more.
     *
     * @param replayed how many those are
     * @param left how many are still dead: there is no room for them now
     */
    public record Replayed(long replayed, long left) {}

    /**
     * Sends a webhook's dead letters once more, the oldest first, as many as may wait.
     *
     * @throws HubException.Conflict if the webhook is disabled
     */
    public Replayed replayDead(Webhook webhook) {
        requireEnabled(webhook);
        Instant begun = clock.instant().plusMillis(1); // what is given up anew meanwhile stays
        long most = room(webhook);
        long replayed = 0;
        List<Delivery> some = deliveries.dead(webhook.id(), begun, AT_ONCE);
        while (!some.isEmpty() && replayed < most) {
            List<Delivery> fitting = some.subList(0, (int) Math.min(some.size(), most - replayed));
            fitting.forEach(this::requeue);
            replayed += fitting.size();
            some = deliveries.dead(webhook.id(), begun, AT_ONCE);
        }
        return new Replayed(replayed, deliveries.countDead(webhook.id()));
    }

    private static void requireEnabled(Webhook webhook) {
        if (!webhook.enabled()) {
            throw new HubException.Conflict(ProblemType.CONFLICT, "the webhook is disabled; enable it first");
        }
    }
}
