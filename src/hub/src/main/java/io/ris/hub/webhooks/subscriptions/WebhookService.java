package io.ris.hub.webhooks.subscriptions;

import com.github.f4b6a3.uuid.UuidCreator;
import io.ris.hub.platform.HubException;
import io.ris.hub.platform.HubService;
import io.ris.hub.platform.ProblemType;
import io.ris.hub.platform.announcement.AnnouncementType;
import io.ris.hub.platform.persistence.Page;
import io.ris.hub.platform.persistence.PageRequest;
import io.ris.hub.platform.vault.NotOpenedException;
import io.ris.hub.platform.web.EntityTags;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/** The webhooks of the tenant in scope. Thread-safe. */
@HubService
public class WebhookService {

    private static final System.Logger LOG = System.getLogger(WebhookService.class.getName());

    /** How long the secrets that were replaced go on signing after a rotation. */
    static final Duration OVERLAP = Duration.ofHours(24);

    private final WebhookRepository webhooks;
    private final WebhookTargets targets;
    private final WebhookUrls urls;
    private final ConfiguredWebhook configured;
    private final Event<WebhookRemoved> removals;
    private final Clock clock;
    private final int most;

    @Inject
    WebhookService(
            WebhookRepository webhooks,
            WebhookTargets targets,
            WebhookUrls urls,
            ConfiguredWebhook configured,
            Event<WebhookRemoved> removals,
            Clock clock,
            @ConfigProperty(name = "webhooks.max_per_tenant") int most) {
        this.webhooks = webhooks;
        this.targets = targets;
        this.urls = urls;
        this.configured = configured;
        this.removals = removals;
        this.clock = clock;
        this.most = most;
    }

    /**
     * A webhook whose secret is told this once.
     *
     * @param secret as the receiver needs it
     */
    public record Made(Webhook webhook, SigningSecret secret) {}

    /** @throws HubException if its address or events break a rule, or it is one too many */
    public Made create(WebhookDraft draft) {
        if (draft.url() == null) {
            throw HubException.Invalid.rule("url", "is required");
        }
        List<String> events =
                draft.checkedEvents().orElseThrow(() -> HubException.Invalid.rule("events", "is required"));
        WebhookTarget target = WebhookTarget.of(urls.checked(draft.url()), SigningSecret.random());
        if (webhooks.count() >= most) {
            throw new HubException.Conflict(
                    ProblemType.CONFLICT,
                    "there may be " + most + " webhooks, and as many there are; delete one first");
        }
        Instant now = clock.instant();
        String id = UuidCreator.getTimeOrderedEpoch().toString();
        Webhook webhook = new Webhook(
                id,
                draft.description(),
                events,
                !Boolean.FALSE.equals(draft.enabled()),
                null,
                null,
                targets.seal(id, target),
                now,
                now,
                1);
        webhooks.insert(webhook);
        return new Made(webhook, target.secret());
    }

    public Page<Webhook> page(PageRequest request) {
        return webhooks.page(request);
    }

    /** How many there are. */
    public long count() {
        return webhooks.count();
    }

    public Optional<Webhook> find(String id) {
        return webhooks.find(id);
    }

    /** @throws HubException.Conflict if there is none in this tenant */
    public Webhook require(String id) {
        return webhooks.find(id)
                .orElseThrow(() -> new HubException.Conflict(ProblemType.NOT_FOUND, "there is no such webhook"));
    }

    /** Those that are told of such events. */
    public List<Webhook> wanting(AnnouncementType type) {
        return webhooks.all().stream().filter(webhook -> webhook.wants(type)).toList();
    }

    /**
     * Where a webhook leads, and what signs it now.
     *
     * @throws io.ris.hub.platform.vault.NotOpenedException if nobody can tell any more
     */
    public WebhookTarget target(Webhook webhook) {
        return targets.signing(webhook, clock.instant());
    }

    /** Its address as it may be shown: what the settings hold is secret but for scheme and host. */
    public String shownUrl(Webhook webhook) {
        try {
            String url = targets.open(webhook).url();
            return webhook.isConfigured() ? URI.create(url).resolve("/").toString() : url;
        } catch (NotOpenedException e) {
            LOG.log(System.Logger.Level.ERROR, "the address of {0} cannot be read: {1}", webhook, e.getMessage());
            return "";
        }
    }

    /**
     * Changes what a person may change: of the one that the settings name, whether it is enabled.
     *
     * @param ifMatch entity tag that the change is meant for; null for any
     */
    public Webhook change(String id, WebhookDraft draft, @Nullable String ifMatch) {
        Webhook present = require(id, ifMatch);
        if (present.isConfigured()) {
            requireSettingsLeave(draft);
        }
        String sealed = draft.url() == null
                ? present.sealed()
                : targets.seal(id, targets.open(present).at(urls.checked(draft.url())));
        return replace(present, present.changed(draft, sealed, clock.instant()));
    }

    private void requireSettingsLeave(WebhookDraft draft) {
        if (draft.url() != null || draft.events() != null || draft.description() != null) {
            throw ofSettings("only enabled can be changed of it");
        }
        if (Boolean.TRUE.equals(draft.enabled()) && configured.given().url().isEmpty()) {
            throw ofSettings("it can be enabled once that is set again");
        }
    }

    /**
     * Gives it a new secret; those before sign, too, for {@link #OVERLAP}.
     *
     * @throws HubException.Conflict if the settings say its secret, which would come back, or as many old ones as may still sign
     */
    public Made rotate(String id) {
        Webhook present = require(id);
        if (present.isConfigured() && configured.given().secret().isPresent()) {
            throw new HubException.Conflict(
                    ProblemType.CONFLICT,
                    "monitoring.alerting.webhook_secret says its secret; change it there, and the old one signs, too");
        }
        Instant now = clock.instant();
        WebhookTarget before = targets.signing(present, now);
        if (before.oldSecrets().size() >= WebhookTarget.MOST_OLD) {
            throw new HubException.Conflict(
                    ProblemType.CONFLICT,
                    "its secret was changed " + WebhookTarget.MOST_OLD
                            + " times, and a receiver may still have any of those; it can be changed again at "
                            + present.oldSecretUntil());
        }
        WebhookTarget target = before.rotatedTo(SigningSecret.random());
        String sealed = targets.seal(id, target);
        return new Made(replace(present, present.resealed(sealed, now.plus(OVERLAP), now)), target.secret());
    }

    /** Deletes it with all that it was told, and was to be told. */
    public Webhook delete(String id, @Nullable String ifMatch) {
        Webhook present = require(id, ifMatch);
        if (present.isConfigured()) {
            throw ofSettings("it can be disabled, not deleted");
        }
        if (!webhooks.delete(present)) {
            throw changedMeanwhile();
        }
        removals.fire(new WebhookRemoved(id));
        return present;
    }

    /** The receiver wants no more: nothing is sent until somebody enables it again, or has it lead elsewhere. */
    public void disable(Webhook webhook, String reason) {
        String url = targets.open(webhook).url();
        Optional<Webhook> present = Optional.of(webhook);
        while (present.filter(now -> now.enabled() && targets.open(now).url().equals(url))
                .filter(now -> !webhooks.replace(now.disabled(reason, clock.instant()), now.revision()))
                .isPresent()) {
            present = webhooks.find(webhook.id());
        }
    }

    private Webhook require(String id, @Nullable String ifMatch) {
        Webhook present = require(id);
        EntityTags.requireMatch(ifMatch, present.revision());
        return present;
    }

    private static HubException.Conflict ofSettings(String butWhat) {
        return new HubException.Conflict(
                ProblemType.CONFLICT, "this webhook is what monitoring.alerting.webhook_url says; " + butWhat);
    }

    private Webhook replace(Webhook present, Webhook changed) {
        if (!webhooks.replace(changed, present.revision())) {
            throw changedMeanwhile();
        }
        return changed;
    }

    private static HubException.Conflict changedMeanwhile() {
        return new HubException.Conflict(ProblemType.STALE, "it was changed at the same moment; read it again");
    }
}
