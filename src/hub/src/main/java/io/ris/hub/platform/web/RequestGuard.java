package io.ris.hub.platform.web;

import io.ris.hub.platform.HubException;
import io.ris.hub.platform.Origin;
import io.ris.hub.platform.ProblemType;
import io.ris.hub.platform.TenantScope;
import jakarta.annotation.Priority;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.ext.Provider;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What holds for every request, whatever it asks for: an id, a bounded body, safe headers, a clean thread. First to see it, last to see its answer. */
@Provider
@PreMatching
@Priority(1)
public class RequestGuard implements ContainerRequestFilter, ContainerResponseFilter {

    /** The largest body, in bytes. */
    static final int MAX_BODY_BYTES = 1024 * 1024;

    private static final int MAX_USER_AGENT = 256;

    @Context
    @SuppressWarnings("NullAway.Init") // set by the container
    private HttpServletRequest servlet;

    @Override
    public void filter(ContainerRequestContext request) {
        TenantScope.leave(); // the server's threads are shared: what an aborted request left behind ends here
        Origin.enter(Origin.of(
                RequestId.of(request),
                servlet.getRemoteAddr(),
                shorten(request.getHeaderString(HttpHeaders.USER_AGENT))));
        if (request.getLength() > MAX_BODY_BYTES) {
            throw tooLarge();
        }
        if (request.hasEntity()) {
            request.setEntityStream(new BoundedStream(request.getEntityStream()));
        }
    }

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        TenantScope.leave();
        Origin.leave();
        response.getHeaders().putSingle(RequestId.HEADER, RequestId.of(request));
        response.getHeaders().putSingle("Strict-Transport-Security", "max-age=31536000");
        response.getHeaders().putSingle("X-Content-Type-Options", "nosniff");
        response.getHeaders().putSingle("X-Frame-Options", "DENY");
        response.getHeaders().putSingle("Referrer-Policy", "no-referrer");
        response.getHeaders().putIfAbsent(HttpHeaders.CACHE_CONTROL, List.of("no-store"));
    }

    private static @Nullable String shorten(@Nullable String userAgent) {
        return userAgent == null || userAgent.length() <= MAX_USER_AGENT
                ? userAgent
                : userAgent.substring(0, MAX_USER_AGENT);
    }

    private static HubException.Invalid tooLarge() {
        return new HubException.Invalid(
                ProblemType.TOO_LARGE, "a body may have at most " + MAX_BODY_BYTES + " bytes", List.of());
    }

    private static final class BoundedStream extends FilterInputStream {

        private int left = MAX_BODY_BYTES;

        BoundedStream(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            int read = super.read();
            count(read < 0 ? 0 : 1);
            return read;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int read = super.read(buffer, offset, length);
            count(Math.max(read, 0));
            return read;
        }

        private void count(int bytes) {
            left -= bytes;
            if (left < 0) {
                throw tooLarge();
            }
        }
    }
}
