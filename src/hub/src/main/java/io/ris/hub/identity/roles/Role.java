package io.ris.hub.identity.roles;

import io.ris.hub.platform.web.Permissions;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The roles that every tenant has. A role holds all that the one it inherits holds. */
public enum Role {
    READONLY(
            "sees clients, tasks, what is observed, and alerts",
            null,
            Permissions.CLIENT_READ,
            Permissions.TASK_READ,
            Permissions.MONITORING_READ,
            Permissions.ALERT_READ),
    OPERATOR("runs tasks and handles alerts", READONLY, Permissions.TASK_EXECUTE, Permissions.ALERT_HANDLE),
    ADMIN(
            "administers the tenant",
            OPERATOR,
            Permissions.CLIENT_WRITE,
            Permissions.METRICS_READ,
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
            Permissions.AUDIT_READ),
    SUPER_ADMIN(
            "administers all tenants",
            ADMIN,
            Permissions.TENANT_ADMINISTER,
            Permissions.TENANT_ACT,
            Permissions.KEY_ROTATE,
            Permissions.MESSAGE_ADMINISTER,
            Permissions.INTERNAL_READ),
    SERVICE(
            "another program of the same operator",
            null,
            Permissions.CLIENT_READ,
            Permissions.TASK_READ,
            Permissions.TASK_EXECUTE,
            Permissions.MONITORING_READ,
            Permissions.INTERNAL_READ),
    PROBE("a program that reports what it observes, and sees nothing", null, Permissions.REPORT_WRITE);

    private final String description;
    private final @Nullable Role inherited;

    @SuppressWarnings("ImmutableEnumChecker") // an unmodifiable copy
    private final Set<String> own;

    @SuppressWarnings("ImmutableEnumChecker") // an unmodifiable copy
    private final Set<String> permissions;

    Role(String description, @Nullable Role inherited, String... own) {
        this.description = description;
        this.inherited = inherited;
        this.own = Set.of(own);
        Set<String> all = new LinkedHashSet<>(inherited == null ? Set.of() : inherited.permissions);
        all.addAll(this.own);
        permissions = Set.copyOf(all);
    }

    String description() {
        return description;
    }

    Optional<Role> inherited() {
        return Optional.ofNullable(inherited);
    }

    Set<String> own() {
        return own;
    }

    /** What it allows. */
    public Set<String> permissions() {
        return permissions;
    }

    /** Its name in JSON and in tokens. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The role of a name, if there is one. */
    public static Optional<Role> find(String name) {
        return Stream.of(values()).filter(role -> role.wireName().equals(name)).findFirst();
    }
}
