package io.ris.hub.fleet.enrolment;

import io.ris.hub.fleet.AgentCredential;
import io.ris.hub.fleet.AgentKey;
import io.ris.hub.fleet.AgentKeys;
import io.ris.hub.fleet.IssuedCertificate;
import io.ris.hub.platform.HubException;
import io.ris.hub.platform.HubService;
import io.ris.hub.platform.ProblemType;
import io.ris.hub.platform.TenantScope;
import io.ris.hub.platform.audit.AuditEntry;
import io.ris.hub.platform.audit.AuditKind;
import io.ris.hub.platform.audit.AuditResult;
import io.ris.hub.platform.audit.AuditTrail;
import io.ris.protocol.RenewalRequest;
import jakarta.inject.Inject;
import java.security.PublicKey;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Gives agents their next certificate. Thread-safe. */
@HubService
public class RenewalService {

    private static final ProblemType EXPIRED =
            new ProblemType("agent_certificate_expired", "Agent certificate expired", 403, 1008);

    private final CertificateAuthority authority;
    private final AgentTokens tokens;
    private final AgentKeys keys;
    private final AuditTrail trail;
    private final Clock clock;
    private final Duration grace;

    @Inject
    RenewalService(
            CertificateAuthority authority,
            AgentTokens tokens,
            AgentKeys keys,
            AuditTrail trail,
            Clock clock,
            @ConfigProperty(name = "client_management.renewal_grace") Duration grace) {
        this.authority = authority;
        this.tokens = tokens;
        this.keys = keys;
        this.trail = trail;
        this.clock = clock;
        this.grace = grace;
    }

    /**
     * Certifies the next key of an agent that was away while its certificate ended, for a token of its old key.
     *
     * @return the certificate in PEM
     * @throws HubException.Refused if the token is not good, the agent may not use its old key any more, or the certificate
     *     ended longer ago than the grace
     */
    String renew(RenewalRequest request) {
        AgentTokens.Proof proof = tokens.forRequest(request.token(), request.csr());
        return TenantScope.call(proof.agent().tenant(), () -> {
            IssuedCertificate old = keys.use(
                    proof.agent().agentId(),
                    IssuedCertificate.keyHash(proof.certificate().getPublicKey()));
            if (clock.instant().isAfter(old.expiresAt().plus(grace))) {
                throw new HubException.Refused(
                        EXPIRED,
                        "the certificate ended on " + old.expiresAt() + ", longer ago than the grace; enrol this agent"
                                + " again with a new token");
            }
            return renew(proof.agent(), old.keyHash(), request.csr());
        });
    }

    /**
     * Certifies the next key of an agent of the tenant in scope. A request that comes again is answered the same again, so
     * that a lost answer costs nothing.
     *
     * @param presentKeyHash the key by which the agent is known now, which stays good until the next one is used
     * @return the certificate in PEM
     * @throws HubException.Invalid if this is no request for a P-256 key, signed by it
     * @throws HubException.Refused if the agent may not use its present key any more
     */
    public String renew(AgentKey agent, String presentKeyHash, String csr) {
        PublicKey key = authority.verify(csr);
        return waiting(agent, IssuedCertificate.keyHash(key)).orElseGet(() -> {
            IssuedCertificate next = authority.issue(agent, key);
            keys.prepare(agent.agentId(), presentKeyHash, next);
            trail.record(AuditEntry.of(
                    AuditKind.AUTHENTICATION, "client.renew", "client/" + agent.agentId(), AuditResult.SUCCESS));
            return next.pem();
        });
    }

    private Optional<String> waiting(AgentKey agent, String nextKeyHash) {
        return keys.find(agent.agentId())
                .filter(known -> nextKeyHash.equals(known.nextKeyHash()))
                .map(AgentCredential::nextCertificate)
                .map(IssuedCertificate::parse)
                .filter(issued -> clock.instant().isBefore(issued.renewAt()))
                .map(IssuedCertificate::pem);
    }
}
