package io.ris.hub.webhooks.subscriptions;

import io.ris.hub.platform.outbound.Guards;
import io.ris.hub.platform.persistence.Store;
import io.ris.hub.platform.vault.TestVault;
import io.ris.hub.testing.RecordedEvents;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/** Webhooks for tests of other packages. */
public final class TestWebhooks {

    private TestWebhooks() {}

    /** Those of a store, of which the settings name none. */
    public static WebhookService in(Store store, Clock clock) {
        WebhookRepository repository = new WebhookRepository(store);
        WebhookTargets targets = new WebhookTargets(TestVault.empty(), repository);
        return new WebhookService(
                repository,
                targets,
                new WebhookUrls(Guards.knowingNobody(), false),
                new ConfiguredWebhook(repository, targets, null, clock, Optional.empty(), Optional.empty()),
                new RecordedEvents<>(),
                clock,
                100);
    }

    /** A new one that is told everything. */
    public static Webhook made(WebhookService webhooks) {
        return webhooks.create(new WebhookDraft("https://example.org/", List.of(Webhook.EVERYTHING), null, null))
                .webhook();
    }
}
