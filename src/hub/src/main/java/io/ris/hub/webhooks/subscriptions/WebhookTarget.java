package io.ris.hub.webhooks.subscriptions;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a webhook leads and what signs it; secret, for many an address holds a password of its receiver's.
 *
 * @param oldSecret signs beside the present one; null where there is none
 */
public record WebhookTarget(
        String url, SigningSecret secret, @Nullable SigningSecret oldSecret) {

    /** With another secret; the present one becomes the old one. */
    WebhookTarget rotatedTo(SigningSecret next) {
        return new WebhookTarget(url, next, secret);
    }

    WebhookTarget at(String otherUrl) {
        return new WebhookTarget(otherUrl, secret, oldSecret);
    }

    /** Without the old secret. */
    WebhookTarget alone() {
        return new WebhookTarget(url, secret, null);
    }

    /** What signs now, the newest first. */
    public List<SigningSecret> secrets() {
        return oldSecret == null ? List.of(secret) : List.of(secret, oldSecret);
    }

    @Override
    public String toString() {
        return "WebhookTarget[***]";
    }
}
