package io.ris.hub.platform.web;

import io.ris.hub.platform.HubException;
import io.ris.hub.platform.HubService;
import io.ris.hub.platform.ProblemType;
import io.ris.hub.platform.edge.Admission;
import io.ris.hub.platform.edge.Allowance;
import io.ris.hub.platform.edge.RateLimits;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.core.HttpHeaders;
import java.net.InetAddress;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;

/** The rate limits of requests over HTTP, and how answers tell of them. Thread-safe. */
@HubService
public class RateLimiting {

    /** Requests a minute in the long run. */
    static final String LIMIT = "X-RateLimit-Limit";

    /** How many more may follow at once. */
    static final String REMAINING = "X-RateLimit-Remaining";

    /** The second since the epoch at which the whole burst is there again. */
    static final String RESET = "X-RateLimit-Reset";

    /** What keeps a hub alive is never refused; these answers are shared, so that many cost no more than refusals. */
    private static final Set<String> PROBES =
            Set.of("/health", "/health/live", "/health/ready", "/health/started", "/ready");

    /** Who may do nothing else is a probe. */
    private static final Set<String> OF_PROBES = Set.of(Permissions.REPORT_WRITE);

    private static final String ADMISSION = Admission.class.getName();
    private static final String CERTIFICATE = "jakarta.servlet.request.X509Certificate";

    private final RateLimits limits;
    private final Clock clock;

    @Inject
    RateLimiting(RateLimits limits, Clock clock) {
        this.limits = limits;
        this.clock = clock;
    }

    /**
     * A request comes in.
     *
     * @throws HubException.Unavailable if it is one too many
     */
    void admit(InetAddress client, HttpServletRequest request, HttpServletResponse response) {
        if (PROBES.contains(request.getRequestURI())) {
            return;
        }
        apply(admission(client, request), request, response);
    }

    /**
     * It is known who sent a request: it goes on their account, and no longer on that of its address.
     *
     * @throws HubException.Unavailable if it is one too many
     */
    void identify(Caller caller, HttpServletRequest request, HttpServletResponse response) {
        if (request.getAttribute(ADMISSION) instanceof Admission admission) {
            apply(identified(admission, caller), request, response);
        }
    }

    private Admission identified(Admission admission, Caller caller) {
        return caller.permissions().equals(OF_PROBES)
                ? limits.identifyProbe(admission, caller.tenant() + "/" + caller.sessionId())
                : limits.identify(admission, caller.tenant() + "/" + caller.userId());
    }

    /** What a request showed to prove who it is, is no good. */
    public void reject(HttpServletRequest request) {
        if (request.getAttribute(ADMISSION) instanceof Admission admission) {
            limits.reject(admission);
        }
    }

    private void apply(Admission admission, HttpServletRequest request, HttpServletResponse response) {
        request.setAttribute(ADMISSION, admission);
        admission.allowance().ifPresent(allowance -> {
            tell(allowance, response);
            if (!allowance.granted()) {
                throw new HubException.Unavailable(
                        ProblemType.RATE_LIMITED,
                        "more than " + allowance.limit().perMinute() + " requests a minute",
                        roundedUp(allowance.untilNext()),
                        null);
            }
        });
    }

    private void tell(Allowance allowance, HttpServletResponse response) {
        Instant full = clock.instant().plus(allowance.untilFull());
        response.setIntHeader(LIMIT, allowance.limit().perMinute());
        response.setIntHeader(REMAINING, allowance.remaining());
        response.setHeader(RESET, Long.toString(full.getEpochSecond() + (full.getNano() > 0 ? 1 : 0)));
    }

    private static Duration roundedUp(Duration wait) {
        return Duration.ofSeconds(wait.plusSeconds(1).minusNanos(1).toSeconds());
    }

    private Admission admission(InetAddress client, HttpServletRequest request) {
        if (request.getHeader("Upgrade") != null
                && request.getAttribute(CERTIFICATE) instanceof X509Certificate[] chain
                && chain.length > 0) {
            return limits.admitVerified(
                    client, chain[0].getSubjectX500Principal().getName());
        }
        return limits.admit(client, request.getHeader(HttpHeaders.AUTHORIZATION));
    }
}
