package io.ris.hub.fleet.connection;

import io.ris.hub.fleet.AgentKey;
import io.ris.hub.fleet.AgentKeys;
import io.ris.hub.fleet.IssuedCertificate;
import io.ris.hub.fleet.enrolment.AgentTokens;
import io.ris.hub.fleet.enrolment.CertificateAuthority;
import io.ris.hub.platform.HubException;
import io.ris.hub.platform.HubService;
import io.ris.hub.platform.ProblemType;
import io.ris.hub.platform.TenantCode;
import io.ris.hub.platform.TenantScope;
import io.ris.hub.tenancy.TenantService;
import io.ris.hub.tenancy.TenantStatus;
import jakarta.inject.Inject;
import java.security.cert.X509Certificate;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * Finds out which agent asks for a connection: whoever holds the key that the agent enrolled with. It shows so by its
 * certificate in the TLS handshake, whose chain the server has verified, or, where that is allowed, by a token. Whether
 * agent and key are still good is asked of the store each time, so that a revocation holds at once, for resumed TLS
 * sessions too. Thread-safe.
 */
@HubService
class AgentAuthentication {

    private static final String BEARER = "Bearer ";
    private static final ProblemType NO_CERTIFICATE =
            new ProblemType("client_certificate_required", "Client certificate required", 401, 1008);

    private static final ProblemType DELETED = new ProblemType("tenant_deleted", "Tenant deleted", 403, 1008);
    private static final ProblemType SUSPENDED = new ProblemType("tenant_suspended", "Tenant suspended", 503, 1013);

    private final TenantService tenants;
    private final SuspendedTenants suspended;
    private final AgentKeys keys;
    private final AgentTokens tokens;
    private final boolean allowsTokens;

    @Inject
    AgentAuthentication(
            TenantService tenants,
            SuspendedTenants suspended,
            AgentKeys keys,
            AgentTokens tokens,
            @ConfigProperty(name = "client_management.agent_tokens") boolean allowsTokens) {
        this.tenants = tenants;
        this.suspended = suspended;
        this.keys = keys;
        this.tokens = tokens;
        this.allowsTokens = allowsTokens;
    }

    /**
     * The agent of a request.
     *
     * @param certificate what the client showed in the TLS handshake
     * @param authorization the header of that name
     * @throws HubException.Refused with 401 if it does not say who it is, with 403 if the agent may not connect any more
     */
    AgentIdentity identify(Optional<X509Certificate> certificate, @Nullable String authorization) {
        if (allowsTokens && authorization != null && authorization.startsWith(BEARER)) {
            AgentTokens.Proof proof = tokens.forConnection(authorization.substring(BEARER.length()));
            return present(proof.agent(), proof.certificate());
        }
        X509Certificate shown = certificate.orElseThrow(AgentAuthentication::noCertificate);
        return present(CertificateAuthority.subject(shown).orElseThrow(AgentAuthentication::noCertificate), shown);
    }

    private AgentIdentity present(AgentKey agent, X509Certificate certificate) {
        requireAtWork(agent.tenant());
        String keyHash = IssuedCertificate.keyHash(certificate.getPublicKey());
        return AgentIdentity.of(agent, TenantScope.call(agent.tenant(), () -> keys.use(agent.agentId(), keyHash)));
    }

    /** Not 403, by which an agent would know that it is not wanted any more. */
    private void requireAtWork(TenantCode tenant) {
        if (tenants.find(tenant)
                .filter(found -> found.status() != TenantStatus.DELETING)
                .isEmpty()) {
            throw new HubException.Refused(DELETED, "the agent's tenant was deleted");
        }
        if (tenants.findActive(tenant).isEmpty()) {
            throw new HubException.Unavailable(
                    SUSPENDED, "the agent's tenant is not at work", suspended.comeBack(), null);
        }
    }

    private static HubException.Refused noCertificate() {
        return new HubException.Refused(NO_CERTIFICATE, "an agent connects with the certificate of its enrolment");
    }
}
