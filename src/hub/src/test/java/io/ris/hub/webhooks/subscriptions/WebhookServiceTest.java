package io.ris.hub.webhooks.subscriptions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.ris.hub.platform.HubException;
import io.ris.hub.platform.TenantCode;
import io.ris.hub.platform.TenantScope;
import io.ris.hub.platform.announcement.AnnouncementType;
import io.ris.hub.platform.outbound.Guards;
import io.ris.hub.platform.persistence.NativeStore;
import io.ris.hub.platform.vault.TestVault;
import io.ris.hub.testing.ManualClock;
import io.ris.hub.testing.RecordedEvents;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WebhookServiceTest {

    private static final String URL = "https://alerts.example.org/ris?key=hidden";

    private final ManualClock clock = new ManualClock(Instant.parse("2026-01-01T00:00:00Z"));
    private final RecordedEvents<WebhookRemoved> removals = new RecordedEvents<>();
    private NativeStore store;
    private WebhookService webhooks;
    private ConfiguredWebhook configured;

    @BeforeEach
    void open(@TempDir Path directory) {
        store = new NativeStore(directory);
        WebhookRepository repository = new WebhookRepository(store.store());
        WebhookTargets targets = new WebhookTargets(TestVault.empty(), repository);
        webhooks = new WebhookService(
                repository, targets, new WebhookUrls(Guards.knowingNobody(), false), removals, clock, 3);
        configured = new ConfiguredWebhook(repository, targets, null, clock, Optional.empty(), Optional.empty());
        TenantScope.enter(new TenantCode("default"));
    }

    @AfterEach
    void close() {
        TenantScope.leave();
        store.close();
    }

    private WebhookService.Made created() {
        return webhooks.create(new WebhookDraft(URL, List.of("alert.firing"), null, null));
    }

    private String stored() {
        return store.store()
                .ofTenant()
                .commands()
                .getCollection("webhooks")
                .find()
                .map(Document::toJson)
                .first();
    }

    @Test
    void keepsAddressAndSecretSealed() {
        WebhookService.Made made = created();
        assertThat(stored())
                .contains("alert.firing")
                .doesNotContain("hidden", made.secret().text());
        Webhook read = webhooks.require(made.webhook().id());
        assertThat(webhooks.target(read)).isEqualTo(new WebhookTarget(URL, made.secret(), null));
        assertThat(webhooks.shownUrl(read)).isEqualTo(URL);
    }

    @Test
    void bothSecretsSignForADay() {
        WebhookService.Made made = created();
        WebhookService.Made rotated = webhooks.rotate(made.webhook().id());
        assertThat(rotated.secret()).isNotEqualTo(made.secret());
        clock.pass(Duration.ofHours(24).minusMillis(1));
        assertThat(webhooks.target(rotated.webhook()).secrets()).containsExactly(rotated.secret(), made.secret());
        clock.pass(Duration.ofMillis(1));
        assertThat(webhooks.target(rotated.webhook()).secrets()).containsExactly(rotated.secret());
    }

    @Test
    void findsThoseThatWantToKnow() {
        created();
        webhooks.create(new WebhookDraft(URL, List.of("*"), null, null));
        webhooks.create(new WebhookDraft(URL, List.of("*"), null, false));
        assertThat(webhooks.wanting(AnnouncementType.ALERT_FIRING)).hasSize(2);
        assertThat(webhooks.wanting(AnnouncementType.ALERT_RESOLVED)).hasSize(1);
    }

    @Test
    void refusesOneTooMany() {
        created();
        created();
        created();
        assertThatExceptionOfType(HubException.Invalid.class)
                .isThrownBy(this::created)
                .withMessageContaining("3");
    }

    @Test
    void refusesEventsThatThereAreNot() {
        for (List<String> events : List.of(List.<String>of(), List.of("alert.fired"), List.of("webhook.test"))) {
            assertThatExceptionOfType(HubException.Invalid.class)
                    .isThrownBy(() -> webhooks.create(new WebhookDraft(URL, events, null, null)))
                    .withMessageStartingWith("events");
        }
        assertThat(stored()).isNull();
    }

    @Test
    void changesWhatIsGivenUnlessItWasChangedSince() {
        Webhook webhook = created().webhook();
        Webhook changed = webhooks.change(webhook.id(), new WebhookDraft(null, null, "pager", false), "\"1\"");
        assertThat(changed.description()).isEqualTo("pager");
        assertThat(changed.enabled()).isFalse();
        assertThat(webhooks.target(changed).url()).isEqualTo(URL);
        assertThatExceptionOfType(HubException.Conflict.class)
                .isThrownBy(() -> webhooks.change(webhook.id(), new WebhookDraft(null, null, "late", null), "\"1\""));
        assertThat(webhooks.require(webhook.id())).isEqualTo(changed);
    }

    @Test
    void whatTheHubDisabledAPersonEnables() {
        Webhook webhook = created().webhook();
        webhooks.disable(webhook, "gone");
        assertThat(webhooks.require(webhook.id()).disabledReason()).isEqualTo("gone");
        Webhook enabled = webhooks.change(webhook.id(), new WebhookDraft(null, null, null, true), null);
        assertThat(enabled.enabled()).isTrue();
        assertThat(enabled.disabledReason()).isNull();
    }

    @Test
    void tellsThatOneIsGone() {
        Webhook webhook = created().webhook();
        webhooks.delete(webhook.id(), null);
        assertThat(removals.fired()).containsExactly(new WebhookRemoved(webhook.id()));
        assertThat(webhooks.find(webhook.id())).isEmpty();
    }

    @Test
    void keepsTheOneOfTheSettingsAsTheySay() {
        configured.keep(Optional.of(URL), Optional.empty());
        Webhook first = webhooks.require(Webhook.CONFIGURED);
        SigningSecret made = webhooks.target(first).secret();
        assertThat(webhooks.shownUrl(first)).isEqualTo("https://alerts.example.org/");

        configured.keep(Optional.of(URL), Optional.empty());
        assertThat(webhooks.require(Webhook.CONFIGURED))
                .as("nothing has changed")
                .isEqualTo(first);

        SigningSecret given = SigningSecret.random();
        configured.keep(Optional.of("https://other.example.org/"), Optional.of(given));
        Webhook moved = webhooks.require(Webhook.CONFIGURED);
        assertThat(webhooks.target(moved).url()).isEqualTo("https://other.example.org/");
        assertThat(webhooks.target(moved).secrets()).containsExactly(given, made);

        configured.keep(Optional.empty(), Optional.empty());
        assertThat(webhooks.require(Webhook.CONFIGURED).enabled()).isFalse();
        configured.keep(Optional.of("https://other.example.org/"), Optional.of(given));
        assertThat(webhooks.require(Webhook.CONFIGURED).enabled()).isTrue();
    }

    @Test
    void nobodyElseChangesTheOneOfTheSettings() {
        configured.keep(Optional.of(URL), Optional.empty());
        assertThatExceptionOfType(HubException.Conflict.class)
                .isThrownBy(() -> webhooks.change(Webhook.CONFIGURED, new WebhookDraft(null, null, null, false), null));
        assertThatExceptionOfType(HubException.Conflict.class)
                .isThrownBy(() -> webhooks.delete(Webhook.CONFIGURED, null));
        assertThat(webhooks.require(Webhook.CONFIGURED).enabled()).isTrue();
    }
}
