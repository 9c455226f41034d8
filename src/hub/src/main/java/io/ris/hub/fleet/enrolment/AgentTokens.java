package io.ris.hub.fleet.enrolment;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.util.X509CertUtils;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.ris.hub.fleet.AgentKey;
import io.ris.hub.platform.HubException;
import io.ris.hub.platform.HubService;
import io.ris.hub.platform.ProblemType;
import io.ris.hub.platform.TenantScope;
import io.ris.hub.platform.crypto.Tokens;
import io.ris.protocol.AgentToken;
import jakarta.inject.Inject;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Verifies agent tokens ({@link AgentToken}): signed by the key of a certificate of this hub's CA, for this hub, now, by
 * the agent that the certificate names, and never seen before. Whether agent and key are still good is another question.
 * Thread-safe.
 */
@HubService
public class AgentTokens {

    private static final ProblemType INVALID = new ProblemType("agent_token_invalid", "Agent token invalid", 401, 1008);
    private static final Duration FAST_CLOCK = Duration.ofMinutes(1);
    private static final int LONGEST_ID = 64;

    private final CertificateAuthority authority;
    private final TokenUseRepository uses;
    private final Clock clock;

    @Inject
    AgentTokens(CertificateAuthority authority, TokenUseRepository uses, Clock clock) {
        this.authority = authority;
        this.uses = uses;
        this.clock = clock;
    }

    /**
     * Who made a token.
     *
     * @param certificate of the key that signed it; it may have ended
     */
    public record Proof(AgentKey agent, X509Certificate certificate) {}

    /**
     * The maker of a token that opens a connection.
     *
     * @throws HubException.Refused with 401 if it is not good in every respect, or the certificate has ended
     */
    public Proof forConnection(String token) {
        Proof proof = verify(token, null);
        if (!clock.instant().isBefore(proof.certificate().getNotAfter().toInstant())) {
            throw invalid("its certificate has ended and must be renewed");
        }
        return proof;
    }

    /**
     * The maker of a token that goes with a certificate request.
     *
     * @throws HubException.Refused with 401 if it is not good in every respect
     */
    Proof forRequest(String token, String csr) {
        return verify(token, Tokens.hash(csr));
    }

    private Proof verify(String token, @Nullable String requestHash) {
        try {
            SignedJWT jwt = SignedJWT.parse(token);
            X509Certificate certificate = certificate(jwt.getHeader())
                    .filter(authority::hasIssued)
                    .orElseThrow(() -> invalid("its certificate is not of this hub"));
            AgentKey agent = CertificateAuthority.subject(certificate)
                    .orElseThrow(() -> invalid("its certificate names no agent"));
            if (!(certificate.getPublicKey() instanceof ECPublicKey key) || !jwt.verify(new ECDSAVerifier(key))) {
                throw invalid("its signature is wrong");
            }
            JWTClaimsSet claims = jwt.getJWTClaimsSet();
            requirePurpose(claims, agent, requestHash);
            requireFirstUse(agent, claims.getJWTID(), requireTime(claims));
            return new Proof(agent, certificate);
        } catch (ParseException | JOSEException | IllegalArgumentException e) {
            throw invalid("it cannot be read");
        }
    }

    private static Optional<X509Certificate> certificate(JWSHeader header) {
        boolean isAgentToken = JWSAlgorithm.ES256.equals(header.getAlgorithm())
                && new JOSEObjectType(AgentToken.TYPE).equals(header.getType());
        if (!isAgentToken) {
            throw invalid("it is none");
        }
        List<com.nimbusds.jose.util.Base64> chain = header.getX509CertChain();
        return chain == null || chain.isEmpty()
                ? Optional.empty()
                : Optional.ofNullable(X509CertUtils.parse(chain.getFirst().decode()));
    }

    private void requirePurpose(JWTClaimsSet claims, AgentKey agent, @Nullable String requestHash)
            throws ParseException {
        if (!agent.agentId().value().equals(claims.getSubject())
                || !agent.tenant().value().equals(claims.getStringClaim(AgentToken.TENANT))) {
            throw invalid("it is for another agent than its certificate");
        }
        if (!claims.getAudience().equals(List.of(authority.name()))) {
            throw invalid("it is for another hub");
        }
        String bound = claims.getStringClaim(AgentToken.REQUEST);
        boolean isForThis = requestHash == null ? bound == null : requestHash.equals(bound);
        if (!isForThis) {
            throw invalid("it is for another use");
        }
    }

    private Instant requireTime(JWTClaimsSet claims) {
        Instant issued = instant(claims.getIssueTime());
        Instant expires = instant(claims.getExpirationTime());
        if (Duration.between(issued, expires).compareTo(AgentToken.LONGEST_LIFE) > 0) {
            throw invalid("it lives too long");
        }
        Instant now = clock.instant();
        if (!now.isBefore(expires) || issued.isAfter(now.plus(FAST_CLOCK))) {
            throw invalid("it is not good now; is the agent's clock right?");
        }
        return expires;
    }

    private static Instant instant(@Nullable Date date) {
        if (date == null) {
            throw invalid("it has no time");
        }
        return date.toInstant();
    }

    private void requireFirstUse(AgentKey agent, @Nullable String id, Instant expires) {
        if (id == null || id.isEmpty() || id.length() > LONGEST_ID) {
            throw invalid("it has no id");
        }
        boolean isFirst = TenantScope.call(
                agent.tenant(), () -> uses.insertIfAbsent(agent.agentId().value() + "/" + id, expires));
        if (!isFirst) {
            throw invalid("it was used before");
        }
    }

    private static HubException.Refused invalid(String why) {
        return new HubException.Refused(INVALID, "the agent token is not valid: " + why);
    }
}
