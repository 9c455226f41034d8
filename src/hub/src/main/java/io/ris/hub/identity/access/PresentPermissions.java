package io.ris.hub.identity.access;

import io.ris.hub.identity.apikeys.ApiKey;
import io.ris.hub.identity.roles.Role;
import io.ris.hub.identity.users.User;
import io.ris.hub.identity.users.UserRoles;
import io.ris.hub.platform.HubService;
import io.ris.hub.platform.web.Permissions;
import jakarta.inject.Inject;
import java.util.HashSet;
import java.util.Set;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** What users and keys of the tenant in scope may do at this moment. Thread-safe. */
@HubService
class PresentPermissions {

    private final UserRoles roles;
    private final boolean secondFactorRequired;

    @Inject
    PresentPermissions(
            UserRoles roles, @ConfigProperty(name = "authentication.mfa.required") boolean secondFactorRequired) {
        this.roles = roles;
        this.secondFactorRequired = secondFactorRequired;
    }

    /** Who must change the password or add a second factor first may do that alone. */
    Set<String> of(User user) {
        Set<String> permissions = new HashSet<>(Set.of(Permissions.SELF_SECURE));
        if (!isRestricted(user)) {
            permissions.add(Permissions.SELF);
            permissions.addAll(roles.permissionsOf(user));
        }
        return permissions;
    }

    /** A probe's key is good as long as its owner administers keys, any other for what its owner may do. */
    Set<String> of(ApiKey key, User owner) {
        if (isRestricted(owner)) {
            return Set.of();
        }
        Set<String> permissions = new HashSet<>(roles.permissionsOf(owner));
        if (key.probe()) {
            return permissions.contains(Permissions.API_KEY_WRITE) ? Role.PROBE.permissions() : Set.of();
        }
        permissions.retainAll(key.scopes());
        return permissions;
    }

    private boolean isRestricted(User user) {
        return user.mustChangePassword() || lacksSecondFactor(user);
    }

    /** An identity provider asks for its own second factor. */
    private boolean lacksSecondFactor(User user) {
        return secondFactorRequired
                && !user.secondFactor()
                && !"oidc".equals(user.source())
                && roles.isAdministrator(user);
    }
}
