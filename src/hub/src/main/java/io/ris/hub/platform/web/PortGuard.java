package io.ris.hub.platform.web;

import io.ris.protocol.EnrolmentRequest;
import io.ris.protocol.RenewalRequest;
import jakarta.inject.Inject;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Set;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Keeps listeners to their purpose: agents' connections at one, enrolment and health at another, and at the one without TLS health
 * and what probes report: no password and no token of a user has any business there. Whatever else is
 * asked for there is not found. Stands after {@link EdgeFilter} in {@code web.xml}.
 */
public class PortGuard implements Filter {

    private static final Set<String> AT_AGENT_PORT = Set.of("/pingpong");
    private static final Set<String> HEALTH =
            Set.of("/ready", "/live", "/health", "/health/started", "/health/live", "/health/ready");
    private static final Set<String> AT_ENROLMENT_PORT = Set.of(EnrolmentRequest.PATH, RenewalRequest.PATH);

    /** What probes call that speak no TLS. */
    private static final String FOR_PROBES = "/api/v1/";

    private final int agentPort;
    private final int enrolmentPort;
    private final int plainPort;

    @Inject
    public PortGuard(
            @ConfigProperty(name = "server.agent_port") int agentPort,
            @ConfigProperty(name = "server.enrolment_port") int enrolmentPort,
            @ConfigProperty(name = "server.http_port") int plainPort) {
        this.agentPort = agentPort;
        this.enrolmentPort = enrolmentPort;
        this.plainPort = plainPort;
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        String path = ((HttpServletRequest) request).getRequestURI();
        if (isServed(request.getLocalPort(), path)) {
            chain.doFilter(request, response);
        } else {
            ((HttpServletResponse) response).sendError(HttpServletResponse.SC_NOT_FOUND);
        }
    }

    private boolean isServed(int port, String path) {
        if (port == agentPort) {
            return AT_AGENT_PORT.contains(path);
        }
        if (port == enrolmentPort) {
            return HEALTH.contains(path) || AT_ENROLMENT_PORT.contains(path);
        }
        return port != plainPort || HEALTH.contains(path) || path.startsWith(FOR_PROBES);
    }
}
