package io.ris.hub.identity.roles;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a role is to be.
 *
 * @param inherits names of other roles
 * @param permissions {@code resource:action}, one by one
 */
public record RoleDraft(String name, @Nullable String description, List<String> inherits, List<String> permissions) {

    public RoleDraft {
        inherits = inherits.stream().distinct().sorted().toList();
        permissions = permissions.stream().distinct().sorted().toList();
    }
}
