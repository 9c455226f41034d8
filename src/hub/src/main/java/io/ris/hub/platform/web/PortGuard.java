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
 * Keeps the listeners for agents to their purpose: connections at one, enrolment and health at the other. Whatever else is
 * asked for there is not found. Stands after {@link EdgeFilter} in {@code web.xml}.
 */
public class PortGuard implements Filter {

    private static final Set<String> AT_AGENT_PORT = Set.of("/pingpong");
    private static final Set<String> AT_ENROLMENT_PORT = Set.of(
            EnrolmentRequest.PATH,
            RenewalRequest.PATH,
            "/ready",
            "/live",
            "/health",
            "/health/started",
            "/health/live",
            "/health/ready");

    private final int agentPort;
    private final int enrolmentPort;

    @Inject
    public PortGuard(
            @ConfigProperty(name = "server.agent_port") int agentPort,
            @ConfigProperty(name = "server.enrolment_port") int enrolmentPort) {
        this.agentPort = agentPort;
        this.enrolmentPort = enrolmentPort;
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
        return port != enrolmentPort || AT_ENROLMENT_PORT.contains(path);
    }
}
