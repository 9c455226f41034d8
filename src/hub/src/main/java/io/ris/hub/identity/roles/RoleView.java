package io.ris.hub.identity.roles;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A role as it is shown.
 *
 * @param builtin whether it comes with the hub and cannot be changed
 * @param permissions its own
 * @param effectivePermissions all that it allows, inherited ones too
 * @param revision its entity tag; 1 for a builtin one
 */
public record RoleView(
        String name,
        @Nullable String description,
        boolean builtin,
        List<String> inherits,
        List<String> permissions,
        List<String> effectivePermissions,
        @Nullable Instant createdAt,
        @Nullable Instant updatedAt,
        long revision) {

    static RoleView of(Role role) {
        return new RoleView(
                role.wireName(),
                role.description(),
                true,
                role.inherited().map(Role::wireName).stream().toList(),
                sorted(role.own()),
                sorted(role.permissions()),
                null,
                null,
                1);
    }

    static RoleView of(OwnRole role, Set<String> effective) {
        return new RoleView(
                role.name(),
                role.description(),
                false,
                role.inherits(),
                role.permissions(),
                sorted(effective),
                role.createdAt(),
                role.updatedAt(),
                role.revision());
    }

    private static List<String> sorted(Set<String> permissions) {
        return permissions.stream().sorted().toList();
    }
}
