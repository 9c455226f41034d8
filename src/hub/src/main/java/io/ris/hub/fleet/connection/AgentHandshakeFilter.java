package io.ris.hub.fleet.connection;

import io.ris.hub.fleet.enrolment.CertificateAuthority;
import io.ris.hub.platform.HubException;
import io.ris.hub.platform.ProblemType;
import io.ris.hub.platform.persistence.StoreFaults;
import io.ris.hub.platform.web.CrossOrigin;
import io.ris.hub.platform.web.ProblemAnswer;
import jakarta.inject.Inject;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Decides before the upgrade who may connect as an agent, and hands on who it is. */
@WebFilter(urlPatterns = "/pingpong")
public class AgentHandshakeFilter implements Filter {

    private static final System.Logger LOG = System.getLogger(AgentHandshakeFilter.class.getName());
    private static final String CERTIFICATE = "jakarta.servlet.request.X509Certificate";

    /** The handshake runs on the thread of its request: this hands the identity to the endpoint that it makes. */
    private static final ThreadLocal<@Nullable AgentIdentity> IDENTITY = new ThreadLocal<>();

    private final AgentAuthentication authentication;
    private final HandshakeAudit audit;

    @Inject
    public AgentHandshakeFilter(AgentAuthentication authentication, HandshakeAudit audit) {
        this.authentication = authentication;
        this.audit = audit;
    }

    static AgentIdentity identityOfThisThread() {
        AgentIdentity identity = IDENTITY.get();
        if (identity == null) {
            throw new IllegalStateException("an endpoint outside a handshake");
        }
        return identity;
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        HttpServletRequest handshake = (HttpServletRequest) request;
        try {
            AgentIdentity identity = identify(handshake);
            audit.accepted(identity.agent());
            IDENTITY.set(identity);
            chain.doFilter(request, response);
        } catch (HubException e) {
            tell(handshake, e);
            ProblemAnswer.send(e, handshake, (HttpServletResponse) response);
        } catch (RuntimeException e) {
            if (!StoreFaults.isOutage(e)) {
                throw e;
            }
            LOG.log(
                    System.Logger.Level.WARNING,
                    "an agent was sent away, the store does not answer: {0}",
                    e.getMessage());
            ProblemAnswer.send(storeAway(e), (HttpServletRequest) request, (HttpServletResponse) response);
        } finally {
            IDENTITY.remove();
        }
    }

    private void tell(HttpServletRequest handshake, HubException refusal) {
        try {
            audit.refused(certificate(handshake).flatMap(CertificateAuthority::subject), refusal.type());
        } catch (HubException.Unavailable e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "an agent was sent away ({0}), unaudited",
                    refusal.type().slug());
        }
    }

    private AgentIdentity identify(HttpServletRequest request) {
        CrossOrigin.requireNoBrowser(request);
        return authentication.identify(certificate(request), request.getHeader("Authorization"));
    }

    private static Optional<X509Certificate> certificate(HttpServletRequest request) {
        return request.getAttribute(CERTIFICATE) instanceof X509Certificate[] chain && chain.length > 0
                ? Optional.of(chain[0])
                : Optional.empty();
    }

    private static HubException.Unavailable storeAway(RuntimeException cause) {
        return new HubException.Unavailable(
                ProblemType.STORE_UNAVAILABLE, "the store does not answer; try again", Duration.ofSeconds(1), cause);
    }
}
