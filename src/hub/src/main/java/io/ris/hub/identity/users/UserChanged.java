package io.ris.hub.identity.users;

import org.jspecify.annotations.Nullable;

/**
 * A user of the tenant in scope was changed or deleted.
 *
 * @param endsSessions whether what earlier logins gave must not be good any more
 * @param keptSession the one session that goes on all the same; null for none
 */
public record UserChanged(
        String userId, boolean endsSessions, @Nullable String keptSession) {

    UserChanged(String userId, boolean endsSessions) {
        this(userId, endsSessions, null);
    }
}
