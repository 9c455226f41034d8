package io.ris.hub.identity.sessions;

import io.ris.hub.identity.users.User;
import io.ris.hub.platform.TenantCode;
import java.time.Duration;

/**
 * What a login or refresh gives.
 *
 * @param lifetime of the access token
 */
public record Grant(String accessToken, String refreshToken, Duration lifetime, User user, TenantCode tenant) {

    @Override
    public String toString() {
        return "Grant[" + user + "]";
    }
}
