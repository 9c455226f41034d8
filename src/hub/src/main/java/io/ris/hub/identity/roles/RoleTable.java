package io.ris.hub.identity.roles;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A tenant's roles and what each allows, inherited permissions and all. Names are compared whole. Immutable. */
final class RoleTable {

    private final Map<String, OwnRole> own;
    private final Map<String, Set<String>> permissions;

    RoleTable(List<OwnRole> roles) {
        own = roles.stream().collect(Collectors.toUnmodifiableMap(OwnRole::name, Function.identity()));
        permissions = own.keySet().stream().collect(Collectors.toUnmodifiableMap(Function.identity(), this::collect));
    }

    /** Whether there is such a role. */
    boolean knows(String name) {
        return own.containsKey(name) || Role.find(name).isPresent();
    }

    /** What roles allow together; a name that is none allows nothing. */
    Set<String> permissionsOf(Collection<String> names) {
        return names.stream().flatMap(name -> permissionsOf(name).stream()).collect(Collectors.toUnmodifiableSet());
    }

    private Set<String> permissionsOf(String name) {
        return Role.find(name).map(Role::permissions).orElseGet(() -> permissions.getOrDefault(name, Set.of()));
    }

    /** Whether a role inherits another one, over however many steps. */
    boolean inherits(String heir, String ancestor) {
        Set<String> seen = new HashSet<>();
        walk(heir, seen);
        return !heir.equals(ancestor) && seen.contains(ancestor);
    }

    /** The own roles that name a role among those they inherit. */
    List<String> heirsOf(String name) {
        return own.values().stream()
                .filter(role -> role.inherits().contains(name))
                .map(OwnRole::name)
                .sorted()
                .toList();
    }

    private Set<String> collect(String name) {
        Set<String> seen = new HashSet<>();
        walk(name, seen);
        Set<String> all = new HashSet<>();
        for (String each : seen) {
            Role.find(each).ifPresent(role -> all.addAll(role.permissions()));
            if (own.containsKey(each)) {
                all.addAll(own.get(each).permissions());
            }
        }
        return Set.copyOf(all);
    }

    /** Also ends where two nodes made a cycle at the same moment. */
    private void walk(String name, Set<String> seen) {
        if (seen.add(name) && own.containsKey(name)) {
            own.get(name).inherits().forEach(inherited -> walk(inherited, seen));
        }
    }
}
