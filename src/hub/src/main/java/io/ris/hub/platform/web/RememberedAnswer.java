package io.ris.hub.platform.web;

import io.ris.hub.platform.TenantCode;
import io.ris.hub.platform.cache.AnswerCache;
import jakarta.annotation.Priority;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.Provider;
import jakarta.ws.rs.ext.WriterInterceptor;
import jakarta.ws.rs.ext.WriterInterceptorContext;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.reflect.Method;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Keeps what a {@link Remembered} method answers, for {@link RememberedReads}. */
@Provider
@Remembered(Object.class)
@Priority(Priorities.AUTHORIZATION + 2)
public class RememberedAnswer implements ContainerRequestFilter, ContainerResponseFilter, WriterInterceptor {

    private static final Set<String> KEPT_HEADERS = Set.of(HttpHeaders.CONTENT_TYPE);
    private static final String NO_CACHE = "no-cache";
    private static final String BEGUN = RememberedAnswer.class.getName() + ".begun";
    private static final String IS_KEPT = RememberedAnswer.class.getName() + ".kept";

    @Context
    @SuppressWarnings("NullAway.Init") // set by the container
    private ResourceInfo resource;

    @Context
    @SuppressWarnings("NullAway.Init") // set by the container
    private HttpServletRequest servletRequest;

    @Inject
    @SuppressWarnings("NullAway.Init") // set by the container
    private AnswerCache answers;

    /** Whether a request asks for nothing that its target does not name: fresh answers, those of another tenant, or of a condition. */
    static boolean mayServe(HttpServletRequest request) {
        String cacheControl = request.getHeader(HttpHeaders.CACHE_CONTROL);
        return (cacheControl == null || !cacheControl.contains(NO_CACHE))
                && request.getHeader(TenantChoice.HEADER) == null
                && namesNoTenant(request.getQueryString());
    }

    /** What is encoded is not looked into. */
    private static boolean namesNoTenant(@Nullable String query) {
        return query == null || (query.indexOf('%') < 0 && !query.contains(TenantChoice.PARAMETER));
    }

    /** What a request asks for, of a tenant. */
    static AnswerCache.Question question(TenantCode tenant, HttpServletRequest request) {
        return new AnswerCache.Question(
                tenant,
                request.getHeader(HttpHeaders.ACCEPT) + ' ' + request.getRequestURI() + '?' + request.getQueryString());
    }

    @Override
    public void filter(ContainerRequestContext request) {
        Class<?> madeOf =
                resource.getResourceMethod().getAnnotation(Remembered.class).value();
        TenantCode tenant = Caller.of(request.getSecurityContext()).tenant();
        request.setProperty(BEGUN, answers.state(tenant, madeOf));
    }

    /** What has headers of its own is not kept. */
    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        if (response.getStatus() == Response.Status.OK.getStatusCode()
                && KEPT_HEADERS.containsAll(response.getHeaders().keySet())
                && mayServe(servletRequest)) {
            request.setProperty(IS_KEPT, true);
        }
    }

    @Override
    public void aroundWriteTo(WriterInterceptorContext context) throws IOException {
        if (context.getProperty(IS_KEPT) == null || !(context.getProperty(BEGUN) instanceof AnswerCache.State begun)) {
            context.proceed();
            return;
        }
        OutputStream out = context.getOutputStream();
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        context.setOutputStream(body);
        context.proceed();
        body.writeTo(out);
        answers.keep(
                question(begun.tenant(), servletRequest),
                new AnswerCache.Answer(
                        begun, permission(), context.getMediaType().toString(), body.toByteArray()));
    }

    private String permission() {
        Method method = resource.getResourceMethod();
        return Objects.requireNonNull(AccessControl.declaredBy(method), "a remembered answer needs a permission");
    }
}
