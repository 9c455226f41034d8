package io.ris.hub.platform.web;

import io.ris.hub.platform.HubException;
import io.ris.hub.platform.audit.AuditEntry;
import io.ris.hub.platform.audit.AuditKind;
import io.ris.hub.platform.audit.AuditResult;
import io.ris.hub.platform.audit.AuditTrail;
import jakarta.annotation.Priority;
import jakarta.inject.Inject;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.ext.Provider;
import java.lang.reflect.Method;
import java.net.URI;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Tells the audit trail of every request to an {@link Audited} method, and of every refusal for want of a permission, before
 * the answer goes out. While the trail cannot be written no audited method is reached at all.
 */
@Provider
@Priority(Priorities.AUTHORIZATION + 1)
public class AuditFilter implements ContainerRequestFilter, ContainerResponseFilter {

    private static final String RECORDED = AuditFilter.class.getName();

    @Context
    @SuppressWarnings("NullAway.Init") // set by the container
    private ResourceInfo resource;

    @Inject
    @SuppressWarnings("NullAway.Init") // set by the container
    private AuditTrail trail;

    @Inject
    @SuppressWarnings("NullAway.Init") // set by the container
    private TenantDirectory tenants;

    @Override
    public void filter(ContainerRequestContext request) {
        if (audited() != null) {
            trail.requireWritable();
        }
    }

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        if (request.getProperty(RECORDED) != null) {
            return; // this is the answer that the trail's own failure made
        }
        Audited audited = audited();
        if (response.getStatus() == 401 && request.getHeaderString(HttpHeaders.AUTHORIZATION) != null) {
            tell(request, response, () -> tellToken(request, reason(response)));
        } else if (response.getStatus() == 403) {
            tell(request, response, () -> trail.recordDone(refusal(request, response, audited)));
        } else if (audited != null && !audited.value().isEmpty()) {
            tell(request, response, () -> trail.recordDone(entry(request, response, audited)));
        }
    }

    private void tellToken(ContainerRequestContext request, String reason) {
        if (request.getProperty(PermissionFilter.TOKEN) instanceof AccessToken token) {
            RefusedToken.tell(trail, tenants, token, reason);
        } else {
            RefusedToken.tell(trail, reason);
        }
    }

    private static String reason(ContainerResponseContext response) {
        return response.getEntity() instanceof Problem problem ? problem.error() : "unauthenticated";
    }

    private static AuditEntry refusal(
            ContainerRequestContext request, ContainerResponseContext response, @Nullable Audited audited) {
        String action = audited == null || audited.value().isEmpty()
                ? request.getMethod().toLowerCase(Locale.ROOT)
                : audited.value();
        return new AuditEntry(
                AuditKind.AUTHORIZATION, action, path(request), AuditResult.DENIED, Map.of("reason", reason(response)));
    }

    private static AuditEntry entry(
            ContainerRequestContext request, ContainerResponseContext response, Audited audited) {
        URI made = response.getLocation();
        AuditResult result =
                switch (response.getStatus() / 100) {
                    case 2 -> AuditResult.SUCCESS;
                    default -> response.getStatus() == 401 ? AuditResult.DENIED : AuditResult.FAILURE;
                };
        return new AuditEntry(
                audited.kind(),
                audited.value(),
                made == null ? path(request) : made.getPath(),
                result,
                Map.of("status", Integer.toString(response.getStatus())));
    }

    private void tell(ContainerRequestContext request, ContainerResponseContext response, Runnable telling) {
        request.setProperty(RECORDED, true);
        try {
            telling.run();
        } catch (HubException.Unavailable e) {
            response.setStatus(e.type().httpStatus());
            response.getHeaders().putSingle(HttpHeaders.RETRY_AFTER, ProblemAnswer.retryAfter(e));
            response.setEntity(
                    Problem.of(e.type(), e.detail(), path(request), RequestId.of(request), null),
                    null,
                    MediaType.valueOf(Problem.MEDIA_TYPE));
        }
    }

    private @Nullable Audited audited() {
        Method method = resource.getResourceMethod();
        return method == null ? null : method.getAnnotation(Audited.class);
    }

    private static String path(ContainerRequestContext request) {
        return request.getUriInfo().getRequestUri().getPath();
    }
}
