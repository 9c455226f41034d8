package io.ris.hub.webhooks.subscriptions;

import io.ris.hub.platform.announcement.AnnouncementType;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A webhook as it is stored.
 *
 * @param id {@link #CONFIGURED} for the one that the settings name
 * @param events names of {@link AnnouncementType}s, or {@link #EVERYTHING}
 * @param disabledReason why the hub itself has disabled it; null where it has not
 * @param oldSecretUntil until when the secrets before the present one sign, too; null where there is none
 * @param sealed its {@link WebhookTarget}
 * @param revision raised with every change
 */
public record Webhook(
        String id,
        @Nullable String description,
        List<String> events,
        boolean enabled,
        @Nullable String disabledReason,
        @Nullable Instant oldSecretUntil,
        String sealed,
        Instant createdAt,
        Instant updatedAt,
        long revision) {

    /** The webhook of {@code monitoring.alerting.webhook_url}. */
    public static final String CONFIGURED = "configured";

    /** In place of the names of events: every one. */
    public static final String EVERYTHING = "*";

    public Webhook {
        events = List.copyOf(events);
    }

    /** Whether it is told of such events. */
    public boolean wants(AnnouncementType type) {
        return enabled && (events.contains(EVERYTHING) || events.contains(type.wireName()));
    }

    /** Whether the settings name it, so that nobody else changes it. */
    public boolean isConfigured() {
        return id.equals(CONFIGURED);
    }

    /** As a person wants it; null in the draft leaves a field as it is. */
    Webhook changed(WebhookDraft draft, String target, Instant now) {
        boolean enable = draft.enabled() == null ? enabled : draft.enabled();
        return new Webhook(
                id,
                draft.description() == null ? description : draft.description(),
                draft.checkedEvents().orElse(events),
                enable,
                enable ? null : disabledReason,
                oldSecretUntil,
                target,
                createdAt,
                now,
                revision + 1);
    }

    /** With another target. */
    Webhook resealed(String target, @Nullable Instant until, Instant now) {
        return new Webhook(
                id, description, events, enabled, disabledReason, until, target, createdAt, now, revision + 1);
    }

    /** The same revision, enabled. */
    Webhook enabledAgain() {
        return new Webhook(id, description, events, true, null, oldSecretUntil, sealed, createdAt, updatedAt, revision);
    }

    /** Disabled by the hub. */
    Webhook disabled(String reason, Instant now) {
        return new Webhook(
                id, description, events, false, reason, oldSecretUntil, sealed, createdAt, now, revision + 1);
    }

    @Override
    public String toString() {
        return "Webhook[" + id + "]";
    }
}
