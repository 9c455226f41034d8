package io.ris.hub.identity.users;

import io.ris.hub.identity.roles.Role;
import io.ris.hub.platform.HubException;
import io.ris.hub.platform.HubService;
import io.ris.hub.platform.ProblemType;
import io.ris.hub.platform.TenantScope;
import io.ris.hub.tenancy.Tenant;
import io.ris.hub.tenancy.TenantService;
import io.ris.hub.tenancy.TenantStatus;
import jakarta.inject.Inject;
import java.util.List;

/** Sees that there is always someone who administers all tenants. Thread-safe. */
@HubService
class SuperAdministrators {

    private final UserRepository users;
    private final UserRoles roles;
    private final TenantService tenants;

    @Inject
    SuperAdministrators(UserRepository users, UserRoles roles, TenantService tenants) {
        this.users = users;
        this.roles = roles;
        this.tenants = tenants;
    }

    /** Whether a user is one who can log in. */
    boolean isOne(User user) {
        return user.isActive() && roles.isSuperAdmin(user);
    }

    /** @throws HubException.Conflict if there is none but this user */
    void requireOtherThan(User user) {
        if (tenants.all().stream()
                .allMatch(tenant -> of(tenant).stream().allMatch(one -> one.id().equals(user.id())))) {
            throw new HubException.Conflict(
                    ProblemType.LAST_SUPER_ADMIN, "this is the last one who administers all tenants");
        }
    }

    private List<User> of(Tenant tenant) {
        if (tenant.status() != TenantStatus.ACTIVE) {
            return List.of();
        }
        return TenantScope.call(
                tenant.tenantCode(), () -> users.active(Role.SUPER_ADMIN.wireName(), roles.namedSuperAdmins()).stream()
                        .filter(this::isOne)
                        .toList());
    }
}
