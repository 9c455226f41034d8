package io.ris.hub.identity;

import io.ris.hub.platform.web.Permissions;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a user is in a tenant. Each role holds all that the one before it holds. */
public enum Role {
    READONLY(null, Permissions.SELF, Permissions.CLIENT_READ, Permissions.TASK_READ),
    OPERATOR(READONLY, Permissions.TASK_EXECUTE),
    ADMIN(OPERATOR, Permissions.CLIENT_WRITE, Permissions.METRICS_READ);

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
