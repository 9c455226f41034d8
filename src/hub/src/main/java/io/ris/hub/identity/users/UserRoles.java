package io.ris.hub.identity.users;

import io.ris.hub.identity.roles.Role;
import io.ris.hub.identity.roles.RoleHolders;
import io.ris.hub.identity.roles.RoleService;
import io.ris.hub.platform.HubService;
import io.ris.hub.platform.TenantScope;
import io.ris.hub.platform.web.Permissions;
import io.ris.hub.tenancy.TenantService;
import jakarta.inject.Inject;
import jakarta.inject.Provider;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Which roles users have: those they were given, the default one where they were given none, and, in the default tenant, those
 * that the configuration gives to users of the hub itself by name or address. Thread-safe.
 */
@HubService
public class UserRoles implements RoleHolders {

    /** What who holds it can make themselves or others more powerful with. */
    private static final Set<String> ADMINISTRATIVE = Set.of(
            Permissions.USER_WRITE, Permissions.ROLE_WRITE, Permissions.TENANT_WRITE, Permissions.TENANT_ADMINISTER);

    private final UserRepository users;
    private final Provider<RoleService> roles;
    private final TenantService tenants;
    private final String defaultRole;
    private final NamedAdministrators named;

    @Inject
    UserRoles(
            UserRepository users,
            Provider<RoleService> roles,
            TenantService tenants,
            @ConfigProperty(name = "authorization.rbac.default_role") String defaultRole,
            @ConfigProperty(name = "authorization.rbac.admin_users") Optional<List<String>> admins,
            @ConfigProperty(name = "authorization.rbac.super_admin_users") Optional<List<String>> superAdmins) {
        this.users = users;
        this.roles = roles;
        this.tenants = tenants;
        this.defaultRole = defaultRole;
        this.named = NamedAdministrators.of(admins, superAdmins);
    }

    /** The names of a user's roles, in the tenant in scope. */
    public List<String> of(User user) {
        Set<String> names = new LinkedHashSet<>(user.roles());
        if (TenantScope.require().equals(tenants.defaultTenant())) {
            names.addAll(named.rolesOf(user));
        }
        return names.isEmpty() ? List.of(defaultRole) : List.copyOf(names);
    }

    /** What a user of the tenant in scope may do. */
    public Set<String> permissionsOf(User user) {
        return roles.get().permissionsOf(of(user));
    }

    /** Whether a user administers all tenants. */
    public boolean isSuperAdmin(User user) {
        return of(user).contains(Role.SUPER_ADMIN.wireName());
    }

    /** Whether a user of the tenant in scope has power over others. */
    public boolean isAdministrator(User user) {
        return permissionsOf(user).stream().anyMatch(ADMINISTRATIVE::contains);
    }

    /** The folded names by which the configuration makes super administrators. */
    Set<String> namedSuperAdmins() {
        return named.superAdmins();
    }

    @Override
    public boolean isHeld(String role) {
        return users.isHeld(role);
    }
}
