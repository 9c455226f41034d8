package io.ris.hub.platform.web;

import io.ris.hub.platform.HubException;
import io.ris.hub.platform.HubService;
import io.ris.hub.platform.ProblemType;
import io.ris.hub.platform.edge.CorsPolicy;
import io.ris.hub.platform.edge.OwnOrigins;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What pages of other origins may do, over HTTP (the Fetch standard's CORS protocol) and WebSocket. Thread-safe. */
@HubService
public class CrossOrigin {

    /** Headers of answers that a page may read beside those that every page may. */
    private static final String EXPOSED = String.join(
            ", ",
            RequestId.HEADER,
            HttpHeaders.ETAG,
            HttpHeaders.LOCATION,
            HttpHeaders.RETRY_AFTER,
            RateLimiting.LIMIT,
            RateLimiting.REMAINING,
            RateLimiting.RESET);

    private static final String ORIGIN = "Origin";
    private static final String REQUESTED_METHOD = "Access-Control-Request-Method";
    private static final String REQUESTED_HEADERS = "Access-Control-Request-Headers";
    private static final int PREFLIGHT_SECONDS = 600;

    private final CorsPolicy policy;
    private final OwnOrigins own;

    @Inject
    CrossOrigin(CorsPolicy policy, OwnOrigins own) {
        this.policy = policy;
        this.own = own;
    }

    /**
     * Tells the browser on an answer whether a page may read it.
     *
     * @return whether that is all there is to answer: the browser asked beforehand
     * @throws HubException.Refused if a page may not do what its browser asks for
     */
    boolean answer(HttpServletRequest request, HttpServletResponse response) {
        requireOwnOrigin(request);
        if (!policy.isActive()) {
            return false;
        }
        response.addHeader(HttpHeaders.VARY, ORIGIN);
        String origin = request.getHeader(ORIGIN);
        if (origin == null) {
            return false;
        }
        String method = request.getHeader(REQUESTED_METHOD);
        if (method != null && request.getMethod().equals("OPTIONS")) {
            preflight(origin, method, request.getHeader(REQUESTED_HEADERS), response);
            return true;
        }
        if (policy.allows(origin)) {
            response.setHeader("Access-Control-Allow-Origin", origin);
            response.setHeader("Access-Control-Expose-Headers", EXPOSED);
        }
        return false;
    }

    private void preflight(
            String origin, String method, @Nullable String requestedHeaders, HttpServletResponse response) {
        response.addHeader(HttpHeaders.VARY, REQUESTED_METHOD);
        response.addHeader(HttpHeaders.VARY, REQUESTED_HEADERS);
        if (!policy.allows(origin, method, requestedHeaders)) {
            throw foreign("pages of this origin may not send such a request");
        }
        response.setStatus(HttpServletResponse.SC_NO_CONTENT);
        response.setHeader("Access-Control-Allow-Origin", origin);
        response.setHeader("Access-Control-Allow-Methods", String.join(", ", policy.methods()));
        response.setHeader("Access-Control-Allow-Headers", String.join(", ", policy.headers()));
        response.setIntHeader("Access-Control-Max-Age", PREFLIGHT_SECONDS);
    }

    /** Every WebSocket, whatever its path: a handshake is not bound to the rules that hold for pages' other requests. */
    private void requireOwnOrigin(HttpServletRequest request) {
        if (request.getHeader("Upgrade") == null) {
            return;
        }
        List<String> origins = Collections.list(request.getHeaders(ORIGIN));
        String host = request.getScheme() + "://" + request.getHeader(HttpHeaders.HOST);
        if (origins.size() > 1 || !own.mayConnect(origins.isEmpty() ? null : origins.getFirst(), host)) {
            throw foreign("pages of this origin may not connect");
        }
    }

    /** Lets in nobody who names an origin: what connects is no browser. */
    public static void requireNoBrowser(HttpServletRequest request) {
        if (request.getHeader(ORIGIN) != null) {
            throw foreign("agents are no browsers");
        }
    }

    private static HubException.Refused foreign(String detail) {
        return new HubException.Refused(ProblemType.FOREIGN_ORIGIN, detail);
    }
}
