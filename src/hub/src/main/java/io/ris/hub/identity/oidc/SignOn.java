package io.ris.hub.identity.oidc;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A sign-on that was begun: what its answer must fit.
 *
 * @param tenant the code that was asked for, whether there is such a tenant or not
 * @param nonce what the ID token must hold
 * @param codeVerifier the hub's own secret towards the provider (PKCE)
 * @param challenge hash of the secret of who began it
 * @param redirect where the ticket is sent; null for the console
 */
record SignOn(
        String tenant,
        String nonce,
        String codeVerifier,
        String challenge,
        @Nullable String redirect,
        Instant expiresAt) {

    /** Never shows the secrets. */
    @Override
    public String toString() {
        return "SignOn[" + tenant + "]";
    }
}
