package io.ris.hub.webhooks.subscriptions;

import io.ris.hub.platform.HubService;
import io.ris.hub.platform.StartupOrder;
import io.ris.hub.platform.TenantScope;
import io.ris.hub.platform.settings.SettingsChanged;
import io.ris.hub.tenancy.TenantService;
import io.ris.settings.AlertSettings;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the webhook of the default tenant that the settings name as they name it, at every start and whenever they change. Nodes
 * that do so at once agree, for each gives the same.
 */
@HubService
class ConfiguredWebhook {

    private static final String NOT_SET = "monitoring.alerting.webhook_url is not set any more";

    private final WebhookRepository webhooks;
    private final WebhookTargets targets;
    private final TenantService tenants;
    private final Clock clock;
    private volatile Given given;

    @Inject
    ConfiguredWebhook(
            WebhookRepository webhooks,
            WebhookTargets targets,
            TenantService tenants,
            Clock clock,
            @ConfigProperty(name = "monitoring.alerting.webhook_url") Optional<String> url,
            @ConfigProperty(name = "monitoring.alerting.webhook_secret") Optional<String> secret) {
        this.webhooks = webhooks;
        this.targets = targets;
        this.tenants = tenants;
        this.clock = clock;
        this.given = new Given(url, secret.map(SigningSecret::new));
    }

    /** What the settings say. */
    record Given(Optional<String> url, Optional<SigningSecret> secret) {}

    /** What they say now. */
    Given given() {
        return given;
    }

    void begin(@Observes @Priority(StartupOrder.WORK) Startup startup) {
        TenantScope.run(tenants.defaultTenant(), () -> keep(given));
    }

    void change(@Observes SettingsChanged changed) {
        Given next = new Given(
                changed.settings().find(AlertSettings.WEBHOOK_URL),
                changed.settings().find(AlertSettings.WEBHOOK_SECRET).map(SigningSecret::new));
        TenantScope.run(tenants.defaultTenant(), () -> keep(next));
    }

    /** This is what the settings say from now on; for the tenant in scope. */
    void keep(Given wanted) {
        given = wanted;
        Webhook present = webhooks.find(Webhook.CONFIGURED).orElse(null);
        Instant now = clock.instant();
        if (wanted.url().isEmpty()) {
            if (present != null && present.enabled()) {
                webhooks.replace(present.disabled(NOT_SET, now), present.revision());
            }
        } else if (present == null) {
            webhooks.insert(made(wanted.url().get(), wanted.secret(), now));
        } else {
            keep(present, wanted.url().get(), wanted.secret(), now);
        }
    }

    private Webhook made(String wantedUrl, Optional<SigningSecret> wantedSecret, Instant now) {
        WebhookTarget target = WebhookTarget.of(wantedUrl, wantedSecret.orElseGet(SigningSecret::random));
        return new Webhook(
                Webhook.CONFIGURED,
                "monitoring.alerting.webhook_url",
                List.of(Webhook.EVERYTHING),
                true,
                null,
                null,
                targets.seal(Webhook.CONFIGURED, target),
                now,
                now,
                1);
    }

    /**
     * One that its receiver did not want any more is enabled again when it is given another address; one that a person has
     * disabled stays so.
     */
    private void keep(Webhook present, String wantedUrl, Optional<SigningSecret> wantedSecret, Instant now) {
        WebhookTarget target = targets.signing(present, now);
        boolean moved = !target.url().equals(wantedUrl);
        Optional<SigningSecret> other = wantedSecret.filter(wanted -> !wanted.equals(target.secret()));
        boolean back = NOT_SET.equals(present.disabledReason());
        if (!moved && other.isEmpty() && !back) {
            return;
        }
        WebhookTarget next = other.map(target::rotatedTo).orElse(target).at(wantedUrl);
        @Nullable Instant until = other.isPresent() ? now.plus(WebhookService.OVERLAP) : present.oldSecretUntil();
        Webhook changed = present.resealed(targets.seal(present.id(), next), until, now);
        boolean again = (moved || back) && present.disabledReason() != null;
        webhooks.replace(again ? changed.enabledAgain() : changed, present.revision());
    }
}
