package io.ris.hub.webhooks;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.github.f4b6a3.uuid.UuidCreator;
import io.ris.hub.platform.HubService;
import io.ris.hub.platform.TenantScope;
import io.ris.hub.platform.announcement.Announcement;
import io.ris.hub.platform.announcement.AnnouncementType;
import io.ris.hub.platform.announcement.Announcements;
import io.ris.hub.webhooks.deliveries.Delivery;
import io.ris.hub.webhooks.deliveries.DeliveryService;
import io.ris.hub.webhooks.subscriptions.Webhook;
import io.ris.hub.webhooks.subscriptions.WebhookService;
import io.ris.protocol.Json;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;

/** Stores what is announced for each webhook that wants to know. Thread-safe. */
@HubService
class WebhookAnnouncements implements Announcements {

    private final WebhookService webhooks;
    private final DeliveryService deliveries;
    private final Clock clock;

    @Inject
    WebhookAnnouncements(WebhookService webhooks, DeliveryService deliveries, Clock clock) {
        this.webhooks = webhooks;
        this.deliveries = deliveries;
        this.clock = clock;
    }

    /**
     * What a receiver reads.
     *
     * @param tenant whose affair it is
     */
    private record Message(String id, String type, String tenant, Instant createdAt, JsonNode data) {}

    @Override
    public void announce(Announcement announcement) {
        String body = body(announcement);
        webhooks.wanting(announcement.type()).forEach(webhook -> add(webhook, announcement, body));
    }

    /** Tells one webhook that somebody tries whether it is reached. */
    Delivery test(Webhook webhook) {
        Announcement test = new Announcement(
                UuidCreator.getTimeOrderedEpoch().toString(),
                AnnouncementType.WEBHOOK_TEST,
                clock.instant(),
                Json.strict().createObjectNode().put("webhook_id", webhook.id()));
        return add(webhook, test, body(test));
    }

    private Delivery add(Webhook webhook, Announcement announcement, String body) {
        return deliveries.add(webhook, announcement.id(), announcement.type().wireName(), body);
    }

    private static String body(Announcement announcement) {
        try {
            return Json.strict()
                    .writeValueAsString(new Message(
                            announcement.id(),
                            announcement.type().wireName(),
                            TenantScope.require().value(),
                            announcement.at(),
                            announcement.data()));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an announcement that cannot be written", e);
        }
    }
}
