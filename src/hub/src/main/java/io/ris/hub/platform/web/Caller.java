package io.ris.hub.platform.web;

import io.ris.hub.platform.HubException;
import io.ris.hub.platform.ProblemType;
import io.ris.hub.platform.TenantCode;
import jakarta.ws.rs.core.SecurityContext;
import java.security.Principal;
import java.util.Set;

/**
 * Who makes a request, as the token says.
 *
 * @param userId the user's id
 * @param username the name to log in with
 * @param tenant whose data the request works on: the token's, but for who may act for others
 * @param permissions what it may do
 * @param sessionId the session of the token, or {@link #KEY} and the id of an API key
 * @param requestId the request
 */
public record Caller(
        String userId, String username, TenantCode tenant, Set<String> permissions, String sessionId, String requestId)
        implements Principal {

    /** What the session of a caller with an API key begins with; the key's id follows. */
    public static final String KEY = "key/";

    public Caller {
        permissions = Set.copyOf(permissions);
    }

    @Override
    public String getName() {
        return username;
    }

    /** Who makes the request with this security context. */
    public static Caller of(SecurityContext security) {
        if (security.getUserPrincipal() instanceof Caller caller) {
            return caller;
        }
        throw new HubException.Refused(ProblemType.UNAUTHENTICATED, "a valid access token is required");
    }

    /**
     * Refuses to give, or to change who or what has, permissions that the caller does not hold.
     *
     * @throws HubException.Refused if one of them is not the caller's
     */
    public void requireHolding(Set<String> given) {
        given.stream()
                .filter(permission -> !permissions.contains(permission))
                .sorted()
                .findFirst()
                .ifPresent(lacking -> {
                    throw new HubException.Refused(
                            ProblemType.FORBIDDEN, "this concerns a permission that you do not hold: " + lacking);
                });
    }

    /** The same caller at work in another tenant. */
    Caller in(TenantCode other) {
        return new Caller(userId, username, other, permissions, sessionId, requestId);
    }
}
