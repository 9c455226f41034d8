package io.ris.hub.identity.roles;

import io.ris.hub.platform.web.Permissions;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a user is in a tenant. A role holds all that the one it inherits holds. */
public enum Role {
    READONLY(null, Permissions.SELF, Permissions.CLIENT_READ, Permissions.TASK_READ),
    OPERATOR(READONLY, Permissions.TASK_EXECUTE),
    ADMIN(
            OPERATOR,
            Permissions.CLIENT_WRITE,
            Permissions.METRICS_READ,
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
    /** Administers all tenants. */
    SUPER_ADMIN(
            ADMIN,
            Permissions.TENANT_ADMINISTER,
            Permissions.TENANT_ACT,
            Permissions.KEY_ROTATE,
            Permissions.INTERNAL_READ),
    /** Another program of the same operator. */
    SERVICE(
            null,
            Permissions.SELF,
            Permissions.CLIENT_READ,
            Permissions.TASK_READ,
            Permissions.TASK_EXECUTE,
            Permissions.INTERNAL_READ),
    /** A program that reports what it observes, and sees nothing. */
    PROBE(null, Permissions.REPORT_WRITE);

    @SuppressWarnings("ImmutableEnumChecker") // an unmodifiable copy
    private final Set<String> permissions;

    Role(@Nullable Role inherited, String... own) {
        Set<String> all = new LinkedHashSet<>(inherited == null ? Set.of() : inherited.permissions);
        all.addAll(Set.of(own));
        permissions = Set.copyOf(all);
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
