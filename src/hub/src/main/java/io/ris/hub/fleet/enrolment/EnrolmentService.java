package io.ris.hub.fleet.enrolment;

import io.ris.hub.fleet.Agent;
import io.ris.hub.fleet.AgentChange;
import io.ris.hub.fleet.AgentCredential;
import io.ris.hub.fleet.AgentDeleted;
import io.ris.hub.fleet.AgentKey;
import io.ris.hub.fleet.AgentKeys;
import io.ris.hub.fleet.AgentService;
import io.ris.hub.fleet.IssuedCertificate;
import io.ris.hub.fleet.Labels;
import io.ris.hub.platform.HubException;
import io.ris.hub.platform.HubService;
import io.ris.hub.platform.ProblemType;
import io.ris.hub.platform.TenantCode;
import io.ris.hub.platform.TenantScope;
import io.ris.hub.platform.crypto.Tokens;
import io.ris.hub.tenancy.TenantService;
import io.ris.protocol.AgentId;
import io.ris.protocol.EnrolmentAnswer;
import io.ris.protocol.EnrolmentRequest;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.security.PublicKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/** Gives out enrolment tokens and turns them into certificates. Thread-safe. */
@HubService
public class EnrolmentService {

    private static final ProblemType TOKEN_INVALID =
            new ProblemType("enrolment_token_invalid", "Enrolment token invalid", 401, 1008);

    private static final ProblemType KEY_REVOKED = new ProblemType("agent_key_revoked", "Agent key revoked", 403, 1008);

    private final EnrolmentRepository enrolments;
    private final AgentService agents;
    private final AgentKeys keys;
    private final TenantService tenants;
    private final CertificateAuthority authority;
    private final EnrolmentAudit audit;
    private final HubAddress address;
    private final Clock clock;
    private final Duration tokenLifetime;

    @Inject
    EnrolmentService(
            EnrolmentRepository enrolments,
            AgentService agents,
            AgentKeys keys,
            TenantService tenants,
            CertificateAuthority authority,
            EnrolmentAudit audit,
            HubAddress address,
            Clock clock,
            @ConfigProperty(name = "client_management.enrolment_token_ttl") Duration tokenLifetime) {
        this.enrolments = enrolments;
        this.agents = agents;
        this.keys = keys;
        this.tenants = tenants;
        this.authority = authority;
        this.audit = audit;
        this.address = address;
        this.clock = clock;
        this.tokenLifetime = tokenLifetime;
    }

    /**
     * A token, told once.
     *
     * @param token the secret
     * @param caFingerprint what the agent pins
     */
    public record Invitation(String token, Instant expiresAt, String caFingerprint) {

        @Override
        public String toString() {
            return "Invitation[until " + expiresAt + "]";
        }
    }

    /** A new token for an agent of the tenant in scope; those before it are good for nothing any more. */
    public Invitation invite(Agent agent) {
        enrolments.revoke(agent.id());
        String token = TenantScope.require() + "." + Tokens.random();
        Instant expiresAt = clock.instant().plus(tokenLifetime);
        enrolments.insert(new EnrolmentToken(Tokens.hash(token), agent.id(), expiresAt, null));
        return new Invitation(token, expiresAt, address.fingerprint());
    }

    /** Cuts an agent of the tenant in scope off: its keys and its tokens are good for nothing any more. */
    public Agent revoke(String reference) {
        enrolments.revoke(agents.require(reference).id());
        return agents.revoke(reference);
    }

    /**
     * Turns a token and a certificate request into a certificate.
     *
     * @throws HubException if token, tenant or request are not good; then nothing has changed. That a name is taken is told
     *     when the token is bound to the key: the same key may come again with another name.
     */
    public EnrolmentAnswer enrol(EnrolmentRequest request) {
        Optional<TenantCode> tenant = tenantOf(request.token());
        return audit.told(tenant, () -> enrol(tenant.orElseThrow(EnrolmentService::tokenInvalid), request));
    }

    private EnrolmentAnswer enrol(TenantCode tenant, EnrolmentRequest request) {
        if (request.tenantCode() != null && !tenant.value().equals(request.tenantCode())) {
            throw new HubException.Refused(
                    ProblemType.TENANT_MISMATCH, "the token is not for tenant " + request.tenantCode());
        }
        tenants.requireActive(tenant);
        PublicKey key = authority.verify(request.csr());
        List<String> labels = Labels.toList(request.labels()).orElse(List.of());
        return TenantScope.call(tenant, () -> enrol(tenant, request, key, labels));
    }

    private EnrolmentAnswer enrol(TenantCode tenant, EnrolmentRequest request, PublicKey key, List<String> labels) {
        String keyHash = IssuedCertificate.keyHash(key);
        AgentId id = enrolments
                .claim(Tokens.hash(request.token()), keyHash, clock.instant())
                .orElseThrow(EnrolmentService::tokenInvalid);
        Agent agent = agents.find(id).orElseThrow(EnrolmentService::tokenInvalid);
        Optional<AgentCredential> present = keys.find(id).filter(known -> known.keyHash() != null);
        if (present.isEmpty()) {
            agents.requireWithinLimit();
        }
        String certificate = present.filter(known -> keyHash.equals(known.keyHash()))
                .map(AgentCredential::certificate)
                .orElseGet(() -> certify(new AgentKey(tenant, id), key));
        Agent named = adopt(agent, request.name(), labels);
        return new EnrolmentAnswer(
                id,
                tenant.value(),
                named.name(),
                certificate,
                address.authorityPem(),
                "/pingpong",
                authority.renewAfter(),
                address.connectPort());
    }

    private String certify(AgentKey agent, PublicKey key) {
        IssuedCertificate issued = authority.issue(agent, key);
        if (!keys.enrol(agent.agentId(), issued)) {
            throw new HubException.Refused(
                    KEY_REVOKED, "this key was revoked; the agent needs a new one, and a new token");
        }
        return issued.pem();
    }

    private Agent adopt(Agent agent, @Nullable String name, List<String> labels) {
        Set<String> all = new LinkedHashSet<>(agent.labels());
        boolean more = all.addAll(labels);
        boolean renamed = name != null && !name.equals(agent.name());
        return more || renamed
                ? agents.change(agent.id(), new AgentChange(name, null, null, null, List.copyOf(all)), null)
                : agent;
    }

    private Optional<TenantCode> tenantOf(String token) {
        int dot = token.indexOf('.');
        return dot > 0 && TenantCode.isValid(token.substring(0, dot))
                ? tenants.find(new TenantCode(token.substring(0, dot))).map(tenant -> tenant.tenantCode())
                : Optional.empty();
    }

    void forget(@Observes AgentDeleted deleted) {
        enrolments.revoke(deleted.agent().agentId().value());
    }

    private static HubException.Refused tokenInvalid() {
        return new HubException.Refused(
                TOKEN_INVALID, "the enrolment token is unknown, expired or used; ask the operator for a new one");
    }
}
