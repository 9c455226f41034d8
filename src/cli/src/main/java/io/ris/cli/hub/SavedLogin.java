package io.ris.cli.hub;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.net.URI;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A login as it is kept in a file.
 *
 * @param hub base URL
 * @param ca PEM of the CA that the hub's certificate must be of; null for those that this machine trusts
 * @param role of the user
 * @param accessToken good until {@code expiresAt}
 * @param refreshToken gives a new one, once
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record SavedLogin(
        String hub,
        @Nullable String ca,
        String username,
        String tenant,
        String role,
        String accessToken,
        String refreshToken,
        String expiresAt) {

    URI hubUri() {
        return URI.create(hub);
    }

    Instant expiry() {
        return Instant.parse(expiresAt);
    }

    /** Shows no token. */
    @Override
    public String toString() {
        return "SavedLogin[" + username + " at " + hub + "]";
    }
}
