package io.ris.hub.platform.web;

import io.ris.hub.platform.HubException;
import io.ris.hub.platform.ProblemType;
import jakarta.annotation.Priority;
import jakarta.inject.Inject;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.ext.Provider;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** What holds for every request, whatever it asks for: an id, a bounded body. First to see it, last to see its answer. */
@Provider
@PreMatching
@Priority(1)
public class RequestGuard implements ContainerRequestFilter, ContainerResponseFilter {

    /** The largest body, in bytes. */
    static final int MAX_BODY_BYTES = 1024 * 1024;

    /** The largest report of a probe, in bytes: a machine has some thousand processes at times. */
    static final int MAX_REPORT_BYTES = 8 * 1024 * 1024;

    private static final String REPORTS = "/api/v1/reports";

    @Inject
    @ConfigProperty(name = "server.timeouts.read")
    @SuppressWarnings("NullAway.Init") // set by the container
    private Duration patience;

    @Override
    public void filter(ContainerRequestContext request) {
        int most = request.getUriInfo().getRequestUri().getPath().equals(REPORTS) ? MAX_REPORT_BYTES : MAX_BODY_BYTES;
        if (request.getLength() > most) {
            throw tooLarge(most);
        }
        if (request.hasEntity()) {
            request.setEntityStream(new BoundedStream(request.getEntityStream(), patience, most));
        }
    }

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        response.getHeaders().putSingle(RequestId.HEADER, RequestId.of(request));
    }

    static HubException.Invalid tooLarge(int most) {
        return new HubException.Invalid(ProblemType.TOO_LARGE, "a body may have at most " + most + " bytes", List.of());
    }

    /** The server waits a while for each piece of a body, and for as many pieces as there are: this ends the whole. */
    private static final class BoundedStream extends FilterInputStream {

        private final long begin = System.nanoTime();
        private final Duration patience;
        private final int most;
        private int left;

        BoundedStream(InputStream in, Duration patience, int most) {
            super(in);
            this.patience = patience;
            this.most = most;
            this.left = most;
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
                throw tooLarge(most);
            }
            if (System.nanoTime() - begin > patience.toNanos()) {
                throw new HubException.Invalid(ProblemType.TOO_SLOW, "the body took too long to arrive", List.of());
            }
        }
    }
}
