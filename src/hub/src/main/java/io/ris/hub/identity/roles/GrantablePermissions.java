package io.ris.hub.identity.roles;

import io.ris.hub.platform.web.Permissions;
import java.util.Set;

/**
 * What an own role of a tenant may allow: all that concerns that tenant alone. What concerns all tenants is the super
 * administrator's, what agents and the hub do is not for people, and what everyone may do need not be given.
 */
public final class GrantablePermissions {

    /** All of them. */
    public static final Set<String> ALL = Set.of(
            Permissions.CLIENT_READ,
            Permissions.CLIENT_WRITE,
            Permissions.TASK_READ,
            Permissions.TASK_EXECUTE,
            Permissions.METRICS_READ,
            Permissions.MONITORING_READ,
            Permissions.ALERT_READ,
            Permissions.ALERT_HANDLE,
            Permissions.ALERT_WRITE,
            Permissions.WEBHOOK_READ,
            Permissions.WEBHOOK_WRITE,
            Permissions.USER_READ,
            Permissions.USER_WRITE,
            Permissions.ROLE_READ,
            Permissions.ROLE_WRITE,
            Permissions.SESSION_READ,
            Permissions.SESSION_WRITE,
            Permissions.API_KEY_READ,
            Permissions.API_KEY_WRITE,
            Permissions.TENANT_READ,
            Permissions.TENANT_WRITE,
            Permissions.AUDIT_READ,
            Permissions.REPORT_WRITE);

    private GrantablePermissions() {}
}
