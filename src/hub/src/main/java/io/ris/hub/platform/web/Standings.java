package io.ris.hub.platform.web;

import io.ris.hub.platform.HubException;
import io.ris.hub.platform.HubService;
import io.ris.hub.platform.Origin;
import io.ris.hub.platform.ProblemType;
import io.ris.hub.platform.audit.AuditTrail;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.core.HttpHeaders;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/** Makes a {@link Standing} of what a request shows to prove who sends it. Thread-safe. */
@HubService
public class Standings {

    /** How a header begins that holds an API key. */
    private static final String API_KEY = "Bearer ris_";

    private static final int BEARER_LENGTH = "Bearer ".length();

    private final AccessTokens tokens;
    private final CallerResolver callers;
    private final TenantDirectory tenants;
    private final RateLimiting limits;
    private final AuditTrail trail;
    private final Clock clock;
    private final Duration lifetime;

    @Inject
    Standings(
            AccessTokens tokens,
            CallerResolver callers,
            TenantDirectory tenants,
            RateLimiting limits,
            AuditTrail trail,
            Clock clock,
            @ConfigProperty(name = "authentication.jwt.expiry") Duration lifetime) {
        this.tokens = tokens;
        this.callers = callers;
        this.tenants = tenants;
        this.limits = limits;
        this.trail = trail;
        this.clock = clock;
        this.lifetime = lifetime;
    }

    /**
     * By what right a caller may keep what this request opens.
     *
     * @param caller as the request's filters have found them, in the tenant that they have chosen
     * @param permission that it needs
     */
    public Standing of(Caller caller, String permission, HttpServletRequest request, HttpServletResponse response) {
        return key(request)
                .map(key -> ofKey(caller, Set.of(permission), key))
                .orElseGet(() -> ofToken(caller, Set.of(permission), token(request, response)));
    }

    /**
     * By what right a WebSocket is opened: by the token or API key of its header, or by a ticket, for browsers can set no header.
     *
     * @param oneOf permissions of which it needs one
     * @param ticket null for none
     * @throws HubException if it may not be
     */
    public Standing ofHandshake(
            Set<String> oneOf, @Nullable String ticket, HttpServletRequest request, HttpServletResponse response) {
        Standing standing = authenticated(oneOf, ticket, request, response);
        Caller caller = standing.caller();
        limits.identify(caller, request, response);
        Origin.enter(Origin.current().by(caller.userId(), caller.username(), caller.sessionId()));
        tenants.requireActive(caller.tenant());
        AccessControl.requireOneOf(caller.permissions(), oneOf);
        return standing;
    }

    private Standing authenticated(
            Set<String> oneOf, @Nullable String ticket, HttpServletRequest request, HttpServletResponse response) {
        try {
            if (ticket != null) {
                return ofTicket(oneOf, callers.redeem(ticket, RequestId.of(request)));
            }
            Optional<String> key = key(request);
            if (key.isPresent()) {
                return ofKey(callers.resolveKey(key.get(), RequestId.of(request)), oneOf, key.get());
            }
            AccessToken token = token(request, response);
            return ofToken(callers.resolve(token, RequestId.of(request)), oneOf, token);
        } catch (HubException.Refused e) {
            limits.reject(request);
            RefusedToken.tell(trail, e.type().slug());
            throw e;
        }
    }

    private Standing ofKey(Caller caller, Set<String> oneOf, String key) {
        return new Standing(caller, Instant.MAX, oneOf, () -> callers.resolveKey(key, caller.requestId()), tenants);
    }

    private Standing ofToken(Caller caller, Set<String> oneOf, AccessToken token) {
        return new Standing(
                caller, token.expiresAt(), oneOf, () -> callers.resolve(token, caller.requestId()), tenants);
    }

    /** It lasts no longer than a token would. */
    private Standing ofTicket(Set<String> oneOf, Caller caller) {
        AccessToken session = new AccessToken(
                caller.userId(),
                caller.username(),
                caller.tenant().value(),
                caller.sessionId(),
                clock.instant().plus(lifetime));
        return ofToken(caller, oneOf, session);
    }

    private AccessToken token(HttpServletRequest request, HttpServletResponse response) {
        return tokens.verified(request, response)
                .orElseThrow(() ->
                        new HubException.Refused(ProblemType.UNAUTHENTICATED, "a valid access token is required"));
    }

    private static Optional<String> key(HttpServletRequest request) {
        String sent = request.getHeader(HttpHeaders.AUTHORIZATION);
        return sent != null && sent.regionMatches(true, 0, API_KEY, 0, API_KEY.length())
                ? Optional.of(sent.substring(BEARER_LENGTH))
                : Optional.empty();
    }
}
