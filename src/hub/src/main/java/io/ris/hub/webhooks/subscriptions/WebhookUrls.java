package io.ris.hub.webhooks.subscriptions;

import io.ris.hub.platform.HubException;
import io.ris.hub.platform.HubService;
import io.ris.hub.platform.outbound.OutboundGuard;
import io.ris.hub.platform.outbound.OutboundRefusedException;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Which addresses a webhook may have. Where a name leads is looked at whenever it is called. Thread-safe. */
@HubService
class WebhookUrls {

    private static final int LONGEST = 2048;
    private static final int MAX_PORT = 65_535;

    private final OutboundGuard guard;
    private final boolean requireHttps;

    @Inject
    WebhookUrls(OutboundGuard guard, @ConfigProperty(name = "webhooks.require_https") boolean requireHttps) {
        this.guard = guard;
        this.requireHttps = requireHttps;
    }

    /**
     * The address as it is kept: as it was given.
     *
     * @throws HubException.Invalid naming the field {@code url}
     */
    String checked(String text) {
        URI url = parsed(text);
        String scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
        if (!scheme.equals("https") && (requireHttps || !scheme.equals("http"))) {
            throw broken(requireHttps ? "must begin with https://" : "must begin with https:// or http://");
        }
        if (url.getHost() == null || url.getPort() == 0 || url.getPort() > MAX_PORT) {
            throw broken("must name a host, and a port that there can be");
        }
        if (url.getRawUserInfo() != null || url.getRawFragment() != null) {
            throw broken("must hold neither a user nor a fragment");
        }
        try {
            guard.requireCallable(url.getHost());
        } catch (OutboundRefusedException e) {
            throw broken("cannot be called: " + e.getMessage());
        }
        return text;
    }

    private static URI parsed(String text) {
        if (text.length() > LONGEST) {
            throw broken("must be at most " + LONGEST + " characters");
        }
        try {
            URI url = new URI(text).parseServerAuthority();
            if (url.toASCIIString().equals(text)) {
                return url;
            }
            throw broken("must be written in ASCII, all else as %XX");
        } catch (URISyntaxException e) {
            throw broken("must be a URL with a host");
        }
    }

    private static HubException.Invalid broken(String message) {
        return HubException.Invalid.rule("url", message);
    }
}
