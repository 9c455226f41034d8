package io.ris.hub.identity.users;

import io.ris.hub.identity.roles.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Users of the hub itself whom the configuration makes administrators by name or address. Users of a directory are never meant:
 * their names come from outside.
 *
 * @param admins folded names of those who administer the default tenant
 * @param superAdmins folded names of those who administer all
 */
record NamedAdministrators(Set<String> admins, Set<String> superAdmins) {

    static NamedAdministrators of(Optional<List<String>> admins, Optional<List<String>> superAdmins) {
        return new NamedAdministrators(folded(admins), folded(superAdmins));
    }

    /** The roles that a user of the default tenant has by name. */
    List<String> rolesOf(User user) {
        List<String> roles = new ArrayList<>();
        if (isAmong(superAdmins, user)) {
            roles.add(Role.SUPER_ADMIN.wireName());
        }
        if (isAmong(admins, user)) {
            roles.add(Role.ADMIN.wireName());
        }
        return roles;
    }

    private static boolean isAmong(Set<String> names, User user) {
        return user.isLocal() && user.loginNames().stream().anyMatch(names::contains);
    }

    private static Set<String> folded(Optional<List<String>> names) {
        return names.orElse(List.of()).stream().map(LoginNames::fold).collect(Collectors.toUnmodifiableSet());
    }
}
