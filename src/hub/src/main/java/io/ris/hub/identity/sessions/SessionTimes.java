package io.ris.hub.identity.sessions;

import io.ris.hub.identity.users.User;
import io.ris.hub.platform.HubService;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * How long sessions last, and how many there may be. Access tokens are good for {@code duration} after the login or the last
 * refresh; use in the last {@code renewal_threshold} of that puts the end off. After it a refresh token, which lasts longer,
 * still begins the next {@code duration}. Users for whom a directory or provider vouches must be vouched for again: their
 * sessions end at {@code external_max_age}, whatever is done.
 */
@HubService
class SessionTimes {

    private final Duration duration;
    private final Duration threshold;
    private final Duration refreshLifetime;
    private final int maxConcurrent;
    private final Duration externalMaxAge;

    @Inject
    SessionTimes(
            @ConfigProperty(name = "authentication.session.duration") Duration duration,
            @ConfigProperty(name = "authentication.session.renewal_threshold") Duration threshold,
            @ConfigProperty(name = "authentication.jwt.refresh_expiry") Duration refreshLifetime,
            @ConfigProperty(name = "authentication.session.max_concurrent") int maxConcurrent,
            @ConfigProperty(name = "authentication.session.external_max_age") Duration externalMaxAge) {
        this.duration = duration;
        this.threshold = threshold;
        this.refreshLifetime = refreshLifetime;
        this.maxConcurrent = maxConcurrent;
        this.externalMaxAge = externalMaxAge;
    }

    Instant activeUntil(Instant now) {
        return now.plus(duration);
    }

    /** When a refresh token that is given now to a session ends. */
    Instant refreshableUntil(User user, Instant began, Instant now) {
        Instant until = now.plus(refreshLifetime);
        Instant last = began.plus(externalMaxAge);
        return user.isLocal() || until.isBefore(last) ? until : last;
    }

    /** Whether use now puts off the end of a session. */
    boolean isRenewedByUse(Session session, Instant now) {
        return session.isActive(now) && now.plus(threshold).isAfter(session.activeUntil());
    }

    /** Sessions of a user at a time. */
    int maxConcurrent() {
        return maxConcurrent;
    }
}
