package io.ris.hub.webhooks.subscriptions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.ris.hub.platform.HubException;
import io.ris.hub.platform.TenantCode;
import io.ris.hub.platform.TenantScope;
import io.ris.hub.platform.announcement.AnnouncementType;
import io.ris.hub.platform.outbound.Guards;
import io.ris.hub.platform.persistence.NativeStore;
import io.ris.hub.platform.persistence.PageRequest;
import io.ris.hub.platform.vault.TestVault;
import io.ris.hub.testing.ManualClock;
import io.ris.hub.testing.RecordedEvents;
import io.ris.protocol.Json;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WebhookServiceTest {

    private static final String URL = "https://alerts.example.org/ris?key=hidden";
    private static final String OTHER_URL = "https://other.example.org/";

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
        configured = new ConfiguredWebhook(repository, targets, null, clock, Optional.empty(), Optional.empty());
        webhooks = new WebhookService(
                repository, targets, new WebhookUrls(Guards.knowingNobody(), false), configured, removals, clock, 3);
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
        assertThat(webhooks.target(read)).isEqualTo(WebhookTarget.of(URL, made.secret()));
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
    void whatAReceiverMayStillHaveGoesOnSigningHoweverOftenItIsRotated() {
        WebhookService.Made first = created();
        String id = first.webhook().id();
        SigningSecret second = webhooks.rotate(id).secret();
        clock.pass(Duration.ofHours(23));
        SigningSecret third = webhooks.rotate(id).secret();
        WebhookService.Made last = webhooks.rotate(id);
        List<SigningSecret> all = List.of(last.secret(), third, second, first.secret());
        assertThat(webhooks.target(last.webhook()).secrets()).isEqualTo(all);

        assertThatExceptionOfType(HubException.Conflict.class)
                .isThrownBy(() -> webhooks.rotate(id))
                .withMessageContaining("2026-01-02T23:00:00Z");
        assertThat(webhooks.target(webhooks.require(id)).secrets()).isEqualTo(all);
        clock.pass(Duration.ofHours(24));
        WebhookService.Made next = webhooks.rotate(id);
        assertThat(webhooks.target(next.webhook()).secrets()).containsExactly(next.secret(), last.secret());
    }

    @Test
    void readsTargetsThatKnowOneOldSecretAtMost() throws JsonProcessingException {
        SigningSecret secret = SigningSecret.random();
        SigningSecret old = SigningSecret.random();
        String form = "{\"url\":\"%s\",\"secret\":\"%s\",\"old_secret\":%s}";
        assertThat(Json.lenient()
                        .readValue(form.formatted(URL, secret.text(), "\"" + old.text() + "\""), WebhookTarget.class))
                .isEqualTo(new WebhookTarget(URL, secret, List.of(old)));
        assertThat(Json.lenient().readValue(form.formatted(URL, secret.text(), "null"), WebhookTarget.class))
                .isEqualTo(WebhookTarget.of(URL, secret));
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
        assertThatExceptionOfType(HubException.Conflict.class)
                .isThrownBy(this::created)
                .withMessageContaining("3 webhooks");
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
    void aChangeOfSomethingElseDoesNotKeepWhoIsGoneEnabled() {
        Webhook sent = created().webhook();
        webhooks.change(sent.id(), new WebhookDraft(null, null, "pager", null), null);
        webhooks.disable(sent, "gone");
        assertThat(webhooks.require(sent.id()).disabledReason()).isEqualTo("gone");
        assertThat(webhooks.require(sent.id()).description()).isEqualTo("pager");
    }

    @Test
    void whoWasGoneAtAnotherAddressStaysEnabled() {
        Webhook sent = created().webhook();
        webhooks.change(sent.id(), new WebhookDraft(OTHER_URL, null, null, null), null);
        webhooks.disable(sent, "gone");
        assertThat(webhooks.require(sent.id()).enabled()).isTrue();
        webhooks.delete(sent.id(), null);
        webhooks.disable(sent, "gone");
        assertThat(webhooks.find(sent.id())).isEmpty();
    }

    @Test
    void pagesOfWhatWasMadeAtOnceHoldEachOnce() {
        Set<String> made = new HashSet<>();
        for (int i = 0; i < 3; i++) {
            made.add(created().webhook().id());
        }
        for (boolean descending : List.of(true, false)) {
            List<String> ids = IntStream.rangeClosed(1, 3)
                    .mapToObj(page ->
                            webhooks.page(new PageRequest(page, 1, new PageRequest.Sort("created_at", descending))))
                    .map(page -> page.items().getFirst().id())
                    .toList();
            assertThat(ids)
                    .containsExactlyInAnyOrderElementsOf(made)
                    .isSortedAccordingTo(descending ? Comparator.reverseOrder() : Comparator.naturalOrder());
        }
    }

    @Test
    void tellsThatOneIsGone() {
        Webhook webhook = created().webhook();
        webhooks.delete(webhook.id(), null);
        assertThat(removals.fired()).containsExactly(new WebhookRemoved(webhook.id()));
        assertThat(webhooks.find(webhook.id())).isEmpty();
    }

    private void settingsSay(@Nullable String url, @Nullable SigningSecret secret) {
        configured.keep(new ConfiguredWebhook.Given(Optional.ofNullable(url), Optional.ofNullable(secret)));
    }

    private Webhook ofSettings() {
        return webhooks.require(Webhook.CONFIGURED);
    }

    private Webhook enableOfSettings(boolean enabled) {
        return webhooks.change(Webhook.CONFIGURED, new WebhookDraft(null, null, null, enabled), null);
    }

    @Test
    void keepsTheOneOfTheSettingsAsTheySay() {
        settingsSay(URL, null);
        Webhook first = ofSettings();
        SigningSecret made = webhooks.target(first).secret();
        assertThat(webhooks.shownUrl(first)).isEqualTo("https://alerts.example.org/");

        settingsSay(URL, null);
        assertThat(ofSettings()).as("nothing has changed").isEqualTo(first);

        SigningSecret given = SigningSecret.random();
        settingsSay(OTHER_URL, given);
        Webhook moved = ofSettings();
        assertThat(webhooks.target(moved).url()).isEqualTo(OTHER_URL);
        assertThat(webhooks.target(moved).secrets()).containsExactly(given, made);

        settingsSay(null, null);
        assertThat(ofSettings().enabled()).isFalse();
        assertThatExceptionOfType(HubException.Conflict.class).isThrownBy(() -> enableOfSettings(true));
        settingsSay(OTHER_URL, given);
        assertThat(ofSettings().enabled()).isTrue();
    }

    @Test
    void nobodyElseChangesTheOneOfTheSettings() {
        settingsSay(URL, null);
        Webhook before = ofSettings();
        for (WebhookDraft draft : List.of(
                new WebhookDraft(OTHER_URL, null, null, true),
                new WebhookDraft(null, List.of("*"), null, null),
                new WebhookDraft(null, null, "mine", null))) {
            assertThatExceptionOfType(HubException.Conflict.class)
                    .isThrownBy(() -> webhooks.change(Webhook.CONFIGURED, draft, null));
        }
        assertThatExceptionOfType(HubException.Conflict.class)
                .isThrownBy(() -> webhooks.delete(Webhook.CONFIGURED, null));
        assertThat(ofSettings()).isEqualTo(before);
    }

    @Test
    void theOneOfTheSettingsIsEnabledAgainAfterItsReceiverWasGone() {
        settingsSay(URL, null);
        webhooks.disable(ofSettings(), "gone");
        settingsSay(URL, null);
        assertThat(ofSettings().disabledReason()).as("after a restart").isEqualTo("gone");
        assertThat(enableOfSettings(true).disabledReason()).isNull();
        assertThat(ofSettings().enabled()).isTrue();

        webhooks.disable(ofSettings(), "gone");
        settingsSay(OTHER_URL, null);
        assertThat(ofSettings().enabled()).as("at another address").isTrue();
    }

    @Test
    void whatAPersonDisabledStaysSoWhateverTheSettingsSay() {
        settingsSay(URL, null);
        enableOfSettings(false);
        settingsSay(null, null);
        settingsSay(OTHER_URL, null);
        assertThat(ofSettings().enabled()).isFalse();
        assertThat(webhooks.target(ofSettings()).url()).isEqualTo(OTHER_URL);
    }

    @Test
    void aSecretOfTheSettingsIsNotRotated() {
        SigningSecret given = SigningSecret.random();
        settingsSay(URL, given);
        assertThatExceptionOfType(HubException.Conflict.class)
                .isThrownBy(() -> webhooks.rotate(Webhook.CONFIGURED))
                .withMessageContaining("monitoring.alerting.webhook_secret");
        assertThat(webhooks.target(ofSettings()).secrets()).containsExactly(given);

        settingsSay(URL, null);
        SigningSecret rotated = webhooks.rotate(Webhook.CONFIGURED).secret();
        settingsSay(URL, null);
        assertThat(webhooks.target(ofSettings()).secrets())
                .as("after a restart")
                .containsExactly(rotated, given);
    }
}
