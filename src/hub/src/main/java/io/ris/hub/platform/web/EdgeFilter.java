package io.ris.hub.platform.web;

import io.ris.hub.platform.HubException;
import io.ris.hub.platform.Origin;
import io.ris.hub.platform.TenantScope;
import io.ris.hub.platform.edge.ClientAddresses;
import jakarta.inject.Inject;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.core.HttpHeaders;
import java.io.IOException;
import java.net.InetAddress;
import java.util.Collections;
import org.jspecify.annotations.Nullable;

/**
 * What every request passes first, a WebSocket's handshake too: where it comes from, of whose page, and whether too often.
 * The thread works for this request until it leaves. Stands before all other filters in {@code web.xml}.
 */
public class EdgeFilter implements Filter {

    /** Request attribute: the {@link Origin}, for what answers after this filter is left. */
    static final String ORIGIN = EdgeFilter.class.getName() + ".origin";

    private static final int MAX_USER_AGENT = 256;

    private final ClientAddresses clients;
    private final CrossOrigin origins;
    private final RateLimiting limits;

    @Inject
    public EdgeFilter(ClientAddresses clients, CrossOrigin origins, RateLimiting limits) {
        this.clients = clients;
        this.origins = origins;
        this.limits = limits;
    }

    @Override
    public void doFilter(ServletRequest anyRequest, ServletResponse anyResponse, FilterChain chain)
            throws IOException, ServletException {
        HttpServletRequest request = (HttpServletRequest) anyRequest;
        HttpServletResponse response = (HttpServletResponse) anyResponse;
        InetAddress client =
                clients.of(request.getRemoteAddr(), Collections.list(request.getHeaders("X-Forwarded-For")));
        TenantScope.leave(); // the server's threads are shared with work that was cut short
        Origin origin = Origin.of(
                RequestId.of(request), client.getHostAddress(), shorten(request.getHeader(HttpHeaders.USER_AGENT)));
        request.setAttribute(ORIGIN, origin);
        Origin.enter(origin);
        try {
            if (passes(client, request, response)) {
                chain.doFilter(EncodedAddress.of(request), response);
            }
        } finally {
            Origin.leave();
            TenantScope.leave();
        }
    }

    /** Browsers are told first, so that a page can read a refusal too. */
    private boolean passes(InetAddress client, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        try {
            if (origins.answer(request, response)) {
                return false;
            }
            limits.admit(client, request, response);
            return true;
        } catch (HubException e) {
            ProblemAnswer.send(e, request, response);
            return false;
        }
    }

    private static @Nullable String shorten(@Nullable String userAgent) {
        return userAgent == null || userAgent.length() <= MAX_USER_AGENT
                ? userAgent
                : userAgent.substring(0, MAX_USER_AGENT);
    }
}
