package io.ris.hub.webhooks.subscriptions;

import com.fasterxml.jackson.annotation.JsonAlias;
import com.fasterxml.jackson.annotation.JsonFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where a webhook leads and what signs it; secret, for many an address holds a password of its receiver's.
 *
 * @param oldSecrets sign beside the present one, the newest first; the stored form knew one of them once
 */
public record WebhookTarget(
        String url,
        SigningSecret secret,

        @JsonAlias("old_secret") @JsonFormat(with = JsonFormat.Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY)
        List<SigningSecret> oldSecrets) {

    /** So many secrets that were replaced sign at most: a receiver may still have any of them. */
    static final int MOST_OLD = 3;

    public WebhookTarget {
        oldSecrets = Optional.ofNullable(oldSecrets).map(List::copyOf).orElse(List.of());
    }

    /** With this secret alone. */
    public static WebhookTarget of(String url, SigningSecret secret) {
        return new WebhookTarget(url, secret, List.of());
    }

    /** With another secret; the present one becomes an old one, and the oldest is dropped where that is one too many. */
    WebhookTarget rotatedTo(SigningSecret next) {
        List<SigningSecret> old = secrets();
        return new WebhookTarget(url, next, old.subList(0, Math.min(MOST_OLD, old.size())));
    }

    WebhookTarget at(String otherUrl) {
        return new WebhookTarget(otherUrl, secret, oldSecrets);
    }

    /** Without the old secrets. */
    WebhookTarget alone() {
        return of(url, secret);
    }

    /** What signs now, the newest first. */
    public List<SigningSecret> secrets() {
        List<SigningSecret> all = new ArrayList<>(List.of(secret));
        all.addAll(oldSecrets);
        return List.copyOf(all);
    }

    @Override
    public String toString() {
        return "WebhookTarget[***]";
    }
}
