package io.ris.hub.platform.web;

import java.time.Instant;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jspecify.annotations.Nullable;

/**
 * What a token says whose signature, issuer and expiry have been verified.
 *
 * @param subject id of a user
 * @param name of that user
 * @param tenantCode as claimed; null if the token has no such claim
 * @param sessionId as claimed; null if the token has no such claim
 * @param expiresAt from when it is not good any more
 */
public record AccessToken(
        @Nullable String subject,
        @Nullable String name,
        @Nullable String tenantCode,
        @Nullable String sessionId,
        Instant expiresAt) {

    /** Claim: the code of the user's tenant. */
    public static final String TENANT_CLAIM = "tenant_code";

    /** Claim: the id of the session that the token belongs to. */
    public static final String SESSION_CLAIM = "session_id";

    /** What a token says that the server has verified. */
    static AccessToken of(JsonWebToken token) {
        return new AccessToken(
                token.getSubject(),
                token.getName(),
                text(token, TENANT_CLAIM),
                text(token, SESSION_CLAIM),
                Instant.ofEpochSecond(token.getExpirationTime()));
    }

    private static @Nullable String text(JsonWebToken token, String claim) {
        Object value = token.getClaim(claim);
        return value == null ? null : value.toString();
    }
}
