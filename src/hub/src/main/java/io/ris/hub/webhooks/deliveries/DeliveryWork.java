package io.ris.hub.webhooks.deliveries;

import io.ris.hub.platform.HubService;
import io.ris.hub.platform.vault.NotOpenedException;
import io.ris.hub.webhooks.subscriptions.Webhook;
import io.ris.hub.webhooks.subscriptions.WebhookService;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** One attempt at one delivery of the tenant in scope, from its claim to what the store knows of it afterwards. Thread-safe. */
@HubService
class DeliveryWork {

    static final String DISABLED = "webhook_disabled";
    static final String UNREADABLE = "secret_unreadable";

    private static final System.Logger LOG = System.getLogger(DeliveryWork.class.getName());

    /** Beyond the time that a receiver has: for looking its name up, and for writing down what came of it. */
    private static final Duration MARGIN = Duration.ofSeconds(10);

    private final DeliveryRepository deliveries;
    private final WebhookService webhooks;
    private final Courier courier;
    private final RetrySchedule schedule;
    private final WebhookMetrics metrics;
    private final Clock clock;
    private final Duration lease;

    @Inject
    DeliveryWork(
            DeliveryRepository deliveries,
            WebhookService webhooks,
            Courier courier,
            RetrySchedule schedule,
            WebhookMetrics metrics,
            Clock clock,
            @ConfigProperty(name = "webhooks.timeout") Duration timeout) {
        this.deliveries = deliveries;
        this.webhooks = webhooks;
        this.courier = courier;
        this.schedule = schedule;
        this.metrics = metrics;
        this.clock = clock;
        this.lease = timeout.plus(MARGIN);
    }

    /** @return when it is to be tried again; empty where it is not, or is another node's */
    Optional<Instant> attempt(String id) {
        Instant now = clock.instant();
        Delivery delivery = deliveries.claim(id, now, now.plus(lease)).orElse(null);
        if (delivery == null) {
            return Optional.empty();
        }
        Webhook webhook = webhooks.find(delivery.webhookId()).orElse(null);
        if (webhook == null) {
            deliveries.deleteOf(delivery.webhookId());
            return Optional.empty();
        }
        return webhook.enabled() ? attempt(delivery, webhook) : giveUp(delivery, delivery, DISABLED);
    }

    private Optional<Instant> attempt(Delivery delivery, Webhook webhook) {
        Instant begun = clock.instant();
        Outcome outcome;
        try {
            outcome = courier.carry(delivery, webhooks.target(webhook), begun);
        } catch (NotOpenedException e) {
            LOG.log(System.Logger.Level.ERROR, "the secret of {0} cannot be read: {1}", webhook, e.getMessage());
            return giveUp(delivery, delivery, UNREADABLE);
        }
        if (Thread.currentThread().isInterrupted()) { // the hub stops; whether it arrived, nobody knows
            return Optional.empty();
        }
        Instant now = clock.instant();
        Delivery tried = delivery.after(attempt(outcome, begun, Duration.between(begun, now)));
        metrics.attempted(outcome, Duration.between(begun, now));
        return switch (schedule.judge(outcome, tried.tries(), now)) {
            case RetrySchedule.Next.Delivered taken -> {
                deliveries.end(delivery, tried.delivered(now));
                yield Optional.empty();
            }
            case RetrySchedule.Next.Again again ->
                deliveries.putBack(delivery, tried.waitingUntil(again.at()))
                        ? Optional.of(again.at())
                        : hastened(delivery, tried.waitingUntil(now));
            case RetrySchedule.Next.Dead dead
            when dead.isUnwanted() -> {
                webhooks.disable(webhook, "the receiver answered 410 Gone");
                yield giveUp(delivery, tried, dead.reason());
            }
            case RetrySchedule.Next.Dead dead ->
                deliveries.endUnlessHastened(delivery, tried.dead(dead.reason(), now))
                        ? gaveUp(delivery, dead.reason())
                        : hastened(delivery, tried.again(now));
        };
    }

    /** Somebody asked to have it sent once more while this attempt was under way; or it is another node's by now. */
    private Optional<Instant> hastened(Delivery claimed, Delivery due) {
        return deliveries.putBackHastened(claimed, due) ? Optional.ofNullable(due.nextAt()) : Optional.empty();
    }

    private Optional<Instant> giveUp(Delivery claimed, Delivery tried, String reason) {
        deliveries.end(claimed, tried.dead(reason, clock.instant()));
        return gaveUp(claimed, reason);
    }

    private Optional<Instant> gaveUp(Delivery claimed, String reason) {
        metrics.gaveUp(reason);
        LOG.log(System.Logger.Level.WARNING, "{0} is a dead letter: {1}", claimed, reason);
        return Optional.empty();
    }

    private static Attempt attempt(Outcome outcome, Instant at, Duration latency) {
        return switch (outcome) {
            case Outcome.Answered answer -> new Attempt(at, latency, answer.status(), null, answer.body());
            case Outcome.Unanswered none -> new Attempt(at, latency, null, none.error(), null);
        };
    }
}
