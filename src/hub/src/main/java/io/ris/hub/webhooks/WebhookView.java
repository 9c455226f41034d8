package io.ris.hub.webhooks;

import io.ris.hub.webhooks.subscriptions.SigningSecret;
import io.ris.hub.webhooks.subscriptions.Webhook;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A webhook as the API shows it.
 *
 * @param url where it leads; of the one that the settings name only scheme and host
 * @param events that it is told of; * for all
 * @param disabledReason why the hub has disabled it; absent where it has not
 * @param oldSecretUntil until when the secrets before the present one sign, too
 * @param secret what signs, in the answer that makes it alone
 */
public record WebhookView(
        String id,
        String url,
        @Nullable String description,
        List<String> events,
        boolean enabled,
        @Nullable String disabledReason,
        @Nullable Instant oldSecretUntil,
        Instant createdAt,
        Instant updatedAt,
        @Nullable String secret) {

    static WebhookView of(Webhook webhook, String url, @Nullable SigningSecret secret) {
        return new WebhookView(
                webhook.id(),
                url,
                webhook.description(),
                webhook.events(),
                webhook.enabled(),
                webhook.disabledReason(),
                webhook.oldSecretUntil(),
                webhook.createdAt(),
                webhook.updatedAt(),
                secret == null ? null : secret.text());
    }

    @Override
    public String toString() {
        return "WebhookView[" + id + "]";
    }
}
