package io.ris.hub.identity.users;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What an administrator changes of a user; null leaves a field as it is. */
public record UserChange(
        @Nullable String username,
        @Nullable String email,
        @Nullable List<String> roles,
        @Nullable String status,
        @Nullable Boolean mustChangePassword) {

    User applyTo(User user, Instant at) {
        String name = username == null ? user.username() : username;
        String address = email == null ? user.email() : email.isEmpty() ? null : email;
        return new User(
                user.id(),
                name,
                address,
                LoginNames.of(name, address),
                roles == null ? user.roles() : roles.stream().distinct().toList(),
                status == null ? user.status() : status,
                user.source(),
                user.externalId(),
                user.passwordHash(),
                mustChangePassword == null ? user.mustChangePassword() : mustChangePassword,
                user.secondFactor(),
                user.lastLoginAt(),
                user.createdAt(),
                at,
                user.revision());
    }

    /** Whether it touches what a directory decides. */
    boolean concernsDirectory() {
        return username != null || email != null || roles != null || mustChangePassword != null;
    }
}
