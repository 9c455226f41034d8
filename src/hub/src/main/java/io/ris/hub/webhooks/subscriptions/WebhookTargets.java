package io.ris.hub.webhooks.subscriptions;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.ris.hub.platform.HubService;
import io.ris.hub.platform.vault.NotOpenedException;
import io.ris.hub.platform.vault.SealedData;
import io.ris.hub.platform.vault.Sealer;
import io.ris.hub.platform.vault.Vault;
import io.ris.protocol.Json;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.Optional;

/** Seals addresses and secrets with their tenant's data key, each for its webhook. Thread-safe. */
@HubService
class WebhookTargets implements SealedData {

    private static final System.Logger LOG = System.getLogger(WebhookTargets.class.getName());

    private final Vault vault;
    private final WebhookRepository webhooks;

    @Inject
    WebhookTargets(Vault vault, WebhookRepository webhooks) {
        this.vault = vault;
        this.webhooks = webhooks;
    }

    String seal(String webhookId, WebhookTarget target) {
        try {
            return vault.ofTenant().seal(Json.strict().writeValueAsString(target), place(webhookId));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a target that cannot be written", e);
        }
    }

    /** @throws NotOpenedException if its key is gone, or it was changed */
    WebhookTarget open(Webhook webhook) {
        try {
            return Json.lenient()
                    .readValue(vault.ofTenant().open(webhook.sealed(), place(webhook.id())), WebhookTarget.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the target of " + webhook + " is damaged", e);
        }
    }

    /** As {@link #open}, with those of its secrets that sign at a time. */
    WebhookTarget signing(Webhook webhook, Instant at) {
        WebhookTarget target = open(webhook);
        Instant until = webhook.oldSecretUntil();
        return until != null && at.isBefore(until) ? target : target.alone();
    }

    @Override
    public boolean isOfTenants() {
        return true;
    }

    @Override
    public long reseal(Sealer sealer) {
        return webhooks.reseal(sealer.currentPrefix(), (id, text) -> anew(sealer, id, text));
    }

    private static Optional<String> anew(Sealer sealer, String id, String text) {
        try {
            return Optional.of(sealer.seal(sealer.open(text, place(id)), place(id)));
        } catch (NotOpenedException e) {
            LOG.log(System.Logger.Level.WARNING, "webhook {0} keeps its key: {1}", id, e.getMessage());
            return Optional.empty();
        }
    }

    private static String place(String webhookId) {
        return "webhooks/" + webhookId + "/sealed";
    }
}
