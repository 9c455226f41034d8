package io.ris.hub.identity.users;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Someone whom a directory or an identity provider vouches for.
 *
 * @param source {@code ldap} or {@code oidc}
 * @param externalId what the source calls them for ever
 * @param username the name to show and to log in with
 * @param email null if not known, or not verified by the source
 * @param roles names of the roles that their groups stand for
 */
public record ExternalIdentity(
        String source,
        String externalId,
        String username,
        @Nullable String email,
        List<String> roles) {

    public ExternalIdentity {
        roles = List.copyOf(roles);
    }
}
