package io.ris.hub.platform.edge;

import io.ris.hub.platform.HubService;
import jakarta.inject.Inject;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * Tells the pages that may open a WebSocket from those that may not: browsers send a page's origin, and ask nobody whether
 * it may connect. Thread-safe.
 */
@HubService
public class OwnOrigins {

    private final CorsPolicy cors;
    private final @Nullable String publicOrigin;

    @Inject
    OwnOrigins(CorsPolicy cors, @ConfigProperty(name = "server.public_url") Optional<String> publicUrl) {
        this.cors = cors;
        this.publicOrigin = publicUrl.map(WebOrigin::of).orElse(null);
    }

    /**
     * Whether a WebSocket may be opened from there: from the hub's own pages, from those of the CORS list, and by what is
     * no browser and names no origin.
     *
     * @param origin as the request says; null for none
     * @param own the origin by which the request named the hub
     */
    public boolean mayConnect(@Nullable String origin, String own) {
        return origin == null || origin.equals(publicOrigin) || origin.equals(WebOrigin.of(own)) || cors.allows(origin);
    }
}
