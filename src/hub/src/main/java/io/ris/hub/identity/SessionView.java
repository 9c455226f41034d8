package io.ris.hub.identity;

import io.ris.hub.identity.sessions.Session;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A session of a user.
 *
 * @param current whether the request itself is of this session
 * @param address where the login came from
 * @param lastUsedAt when it was used last, give or take a minute
 * @param activeUntil its access tokens are good until then; use and refresh put it off
 * @param expiresAt when its refresh token ends
 */
public record SessionView(
        String id,
        boolean current,
        @Nullable String address,
        @Nullable String userAgent,
        Instant createdAt,
        Instant lastUsedAt,
        Instant activeUntil,
        Instant expiresAt) {

    static SessionView of(Session session, String current) {
        return new SessionView(
                session.id(),
                session.id().equals(current),
                session.address(),
                session.userAgent(),
                session.createdAt(),
                session.lastUsedAt(),
                session.activeUntil(),
                session.expiresAt());
    }
}
