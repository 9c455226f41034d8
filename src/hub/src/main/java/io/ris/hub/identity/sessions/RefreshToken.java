package io.ris.hub.identity.sessions;

import io.ris.hub.platform.TenantCode;
import io.ris.hub.platform.crypto.Tokens;
import java.util.Optional;

/**
 * The parts of a refresh token: {@code tenant.session.family.secret}. The family is the same in all tokens of a
 * session: who knows it had one of them once, so that knowing a session's id is not enough to end it.
 */
record RefreshToken(TenantCode tenant, String sessionId, String family, String secret) {

    static RefreshToken first(TenantCode tenant, String sessionId) {
        return new RefreshToken(tenant, sessionId, Tokens.random(), Tokens.random());
    }

    static Optional<RefreshToken> parse(String text) {
        String[] parts = text.split("\\.", -1);
        return parts.length == 4 && TenantCode.isValid(parts[0])
                ? Optional.of(new RefreshToken(new TenantCode(parts[0]), parts[1], parts[2], parts[3]))
                : Optional.empty();
    }

    RefreshToken next() {
        return new RefreshToken(tenant, sessionId, family, Tokens.random());
    }

    String text() {
        return tenant + "." + sessionId + "." + family + "." + secret;
    }

    String hash() {
        return Tokens.hash(text());
    }

    String familyHash() {
        return Tokens.hash(family);
    }

    @Override
    public String toString() {
        return "RefreshToken[" + sessionId + "]";
    }
}
