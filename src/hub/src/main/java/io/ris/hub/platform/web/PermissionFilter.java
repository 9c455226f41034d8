package io.ris.hub.platform.web;

import io.ris.hub.platform.HubException;
import io.ris.hub.platform.Origin;
import io.ris.hub.platform.ProblemType;
import jakarta.annotation.Priority;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.SecurityContext;
import jakarta.ws.rs.ext.Provider;
import java.lang.reflect.Method;
import java.security.Principal;

/** Finds out who sends a request, and has {@link AccessControl} decide whether it may reach its resource. */
@Provider
@Priority(Priorities.AUTHORIZATION)
public class PermissionFilter implements ContainerRequestFilter {

    /** Request property: the {@link AccessToken}, if there is one and it was good. */
    static final String TOKEN = PermissionFilter.class.getName() + ".token";

    /** How a header begins that holds an API key. */
    private static final String API_KEY = "Bearer ris_";

    private static final int BEARER_LENGTH = "Bearer ".length();

    /** What the permissions begin with that concern the caller alone. */
    private static final String SELF = "self:";

    @Context
    @SuppressWarnings("NullAway.Init") // set by the container
    private ResourceInfo resource;

    @Context
    @SuppressWarnings("NullAway.Init") // set by the container
    private HttpServletRequest servletRequest;

    @Context
    @SuppressWarnings("NullAway.Init") // set by the container
    private HttpServletResponse servletResponse;

    @Inject
    @SuppressWarnings("NullAway.Init") // set by the container
    private RateLimiting limits;

    @Inject
    @SuppressWarnings("NullAway.Init") // set by the container
    private AccessTokens tokens;

    @Inject
    @SuppressWarnings("NullAway.Init") // set by the container
    private CallerResolver callers;

    @Inject
    @SuppressWarnings("NullAway.Init") // set by the container
    private TenantChoice tenants;

    @Override
    public void filter(ContainerRequestContext request) {
        Method method = resource.getResourceMethod();
        if (method.isAnnotationPresent(Open.class)) {
            return;
        }
        Caller known = authenticate(request);
        Origin.enter(Origin.current().by(known.userId(), known.username(), known.sessionId()));
        Caller caller = tenants.enter(known, request);
        String required = AccessControl.declaredBy(method);
        AccessControl.require(caller.permissions(), required);
        if (String.valueOf(required).startsWith(SELF) && !caller.tenant().equals(known.tenant())) {
            throw new HubException.Refused(
                    ProblemType.TENANT_MISMATCH, "callers have themselves in their own tenant only");
        }
        request.setSecurityContext(new CallerContext(caller));
    }

    private Caller authenticate(ContainerRequestContext request) {
        try {
            Caller caller = resolve(request);
            limits.identify(caller, servletRequest, servletResponse);
            return caller;
        } catch (HubException.Refused e) {
            limits.reject(servletRequest);
            throw e;
        }
    }

    private Caller resolve(ContainerRequestContext request) {
        String sent = request.getHeaderString(HttpHeaders.AUTHORIZATION);
        if (sent != null && sent.regionMatches(true, 0, API_KEY, 0, API_KEY.length())) {
            return callers.resolveKey(sent.substring(BEARER_LENGTH), RequestId.of(request));
        }
        AccessToken token = tokens.verified(servletRequest, servletResponse)
                .orElseThrow(() ->
                        new HubException.Refused(ProblemType.UNAUTHENTICATED, "a valid access token is required"));
        request.setProperty(TOKEN, token);
        return callers.resolve(token, RequestId.of(request));
    }

    private record CallerContext(Caller caller) implements SecurityContext {

        @Override
        public Principal getUserPrincipal() {
            return caller;
        }

        @Override
        public boolean isUserInRole(String role) {
            return false;
        }

        @Override
        public boolean isSecure() {
            return true;
        }

        @Override
        public String getAuthenticationScheme() {
            return "Bearer";
        }
    }
}
