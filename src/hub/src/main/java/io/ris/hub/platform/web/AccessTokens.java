package io.ris.hub.platform.web;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.ris.hub.platform.HubService;
import jakarta.inject.Inject;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import jakarta.ws.rs.core.HttpHeaders;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jspecify.annotations.Nullable;

/**
 * The tokens of requests. The server verifies them (MicroProfile JWT) when it is asked to, which takes longer than all else that
 * a read of a remembered answer needs: what it found good is taken as good for {@link #MEMORY} more, and never past the token's
 * end. Thread-safe.
 */
@HubService
class AccessTokens {

    /** How long a token is not verified again: the bound on how late it shows that its signing key was taken back. */
    static final Duration MEMORY = Duration.ofSeconds(3);

    private static final int REMEMBERED = 20_000;
    private static final String BEARER = "Bearer ";

    private final Clock clock;
    private final Cache<String, AccessToken> good = Caffeine.newBuilder()
            .maximumSize(REMEMBERED)
            .expireAfterWrite(MEMORY)
            .build();

    @Inject
    AccessTokens(Clock clock) {
        this.clock = clock;
    }

    /** What the token of a request says if it was verified just now; empty if it is to be verified, or there is none. */
    Optional<AccessToken> known(HttpServletRequest request) {
        return Optional.ofNullable(credential(request)).map(good::getIfPresent).filter(token -> clock.instant()
                .isBefore(token.expiresAt()));
    }

    /** What the token of a request says; empty if there is none, or it is not good. */
    Optional<AccessToken> verified(HttpServletRequest request, HttpServletResponse response) {
        return known(request).or(() -> verify(request, response));
    }

    private Optional<AccessToken> verify(HttpServletRequest request, HttpServletResponse response) {
        String credential = credential(request);
        if (credential == null || !authenticate(request, response)) {
            return Optional.empty();
        }
        if (!(request.getUserPrincipal() instanceof JsonWebToken verified)) {
            return Optional.empty();
        }
        AccessToken token = AccessToken.of(verified);
        good.put(credential, token);
        return Optional.of(token);
    }

    private static boolean authenticate(HttpServletRequest request, HttpServletResponse response) {
        try {
            return request.authenticate(new Unanswered(response));
        } catch (ServletException | IOException e) {
            throw new IllegalStateException("the server could not look at a token", e);
        }
    }

    private static @Nullable String credential(HttpServletRequest request) {
        String sent = request.getHeader(HttpHeaders.AUTHORIZATION);
        return sent != null && sent.regionMatches(true, 0, BEARER, 0, BEARER.length()) ? sent : null;
    }

    /** Keeps the server from answering by itself for a token that is not good: the hub has its own words for it. */
    private static final class Unanswered extends HttpServletResponseWrapper {

        Unanswered(HttpServletResponse response) {
            super(response);
        }

        @Override
        public void sendError(int status) {}

        @Override
        public void sendError(int status, String message) {}

        @Override
        public void setStatus(int status) {}

        @Override
        public void setHeader(String name, String value) {}

        @Override
        public void addHeader(String name, String value) {}
    }
}
