package io.ris.hub.identity.sessions;

import io.ris.hub.identity.users.User;
import io.ris.hub.platform.TenantCode;
import java.time.Duration;
import java.util.List;

/**
 * What a login or refresh gives.
 *
 * @param lifetime of the access token
 * @param roles names of the user's roles
 */
public record Grant(
        String accessToken, String refreshToken, Duration lifetime, User user, List<String> roles, TenantCode tenant) {

    @Override
    public String toString() {
        return "Grant[" + user + "]";
    }
}
