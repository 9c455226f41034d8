package io.ris.hub.identity.users;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a new user is to be.
 *
 * @param password null for a user who is invited to choose one
 */
public record UserDraft(
        String username,
        @Nullable String email,
        List<String> roles,
        @Nullable String password,
        boolean mustChangePassword) {

    public UserDraft {
        roles = roles.stream().distinct().toList();
    }

    @Override
    public String toString() {
        return "UserDraft[" + username + "]";
    }
}
