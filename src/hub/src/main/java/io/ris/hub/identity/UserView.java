package io.ris.hub.identity;

import io.ris.hub.identity.users.User;
import io.ris.hub.platform.TenantCode;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A user, as in the seed and with what came since.
 *
 * @param role the first of the roles
 * @param roles names of the roles, the default one where none was given
 * @param source local, ldap or oidc
 * @param mustChangePassword whether the user may do nothing else before
 * @param mfaEnabled whether a login needs a code too
 */
public record UserView(
        String id,
        String username,
        @Nullable String email,
        String role,
        List<String> roles,
        String status,
        String source,
        boolean mustChangePassword,
        boolean mfaEnabled,
        @Nullable Instant lastLoginAt,
        Instant createdAt,
        Instant updatedAt,
        String tenantCode) {

    static UserView of(User user, List<String> roles, TenantCode tenant) {
        return new UserView(
                user.id(),
                user.username(),
                user.email(),
                roles.getFirst(),
                roles,
                user.status(),
                user.source(),
                user.mustChangePassword(),
                user.secondFactor(),
                user.lastLoginAt(),
                user.createdAt(),
                user.updatedAt(),
                tenant.value());
    }
}
