package io.ris.hub.fleet;

import io.ris.hub.platform.HubException;
import io.ris.hub.platform.HubService;
import io.ris.hub.platform.ProblemType;
import io.ris.hub.platform.TenantScope;
import io.ris.protocol.AgentId;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/** Which keys the agents of the tenant in scope may use. The store is asked each time. Thread-safe. */
@HubService
public class AgentKeys {

    private static final ProblemType DELETED = new ProblemType("agent_deleted", "Agent deleted", 403, 1008);
    private static final ProblemType REVOKED = new ProblemType("agent_revoked", "Agent revoked", 403, 1008);
    private static final ProblemType REPLACED = new ProblemType("agent_key_replaced", "Agent key replaced", 403, 1008);

    private final CredentialRepository credentials;
    private final Dismissals dismissals;
    private final Clock clock;

    @Inject
    AgentKeys(CredentialRepository credentials, Dismissals dismissals, Clock clock) {
        this.credentials = credentials;
        this.dismissals = dismissals;
        this.clock = clock;
    }

    /** The keys of an agent; empty if there is no such agent. */
    public Optional<AgentCredential> find(AgentId id) {
        return credentials.find(id);
    }

    /**
     * The certificate of a key with which an agent comes. The first use of the next key voids the one before.
     *
     * @throws HubException.Refused if the agent was deleted or revoked, or has another key by now
     */
    public IssuedCertificate use(AgentId id, String keyHash) {
        AgentCredential credential = present(id);
        IssuedCertificate used = certificate(credential, keyHash);
        boolean isFirstUse = keyHash.equals(credential.nextKeyHash());
        return isFirstUse && !credentials.promote(id, used) ? certificate(present(id), keyHash) : used;
    }

    /**
     * The certificate of a key that an agent may use, which this does not count as use.
     *
     * @throws HubException.Refused if the agent was deleted or revoked, or has another key by now
     */
    public IssuedCertificate require(AgentId id, String keyHash) {
        return certificate(present(id), keyHash);
    }

    private AgentCredential present(AgentId id) {
        AgentCredential credential =
                find(id).orElseThrow(() -> new HubException.Refused(DELETED, "this agent was deleted"));
        if (credential.revokedAt() != null) {
            throw new HubException.Refused(REVOKED, "this agent was revoked; it needs a new enrolment token");
        }
        return credential;
    }

    private static IssuedCertificate certificate(AgentCredential credential, String keyHash) {
        return credential.certificateOf(keyHash).map(IssuedCertificate::parse).orElseThrow(AgentKeys::replaced);
    }

    private static HubException.Refused replaced() {
        return new HubException.Refused(REPLACED, "this agent was enrolled again with another key");
    }

    /**
     * Puts the key of an enrolment in place of all before it, and ends the connections that were made with those.
     *
     * @return false if that key was revoked, or the agent is gone
     */
    public boolean enrol(AgentId id, IssuedCertificate issued) {
        List<String> before = find(id).map(AgentCredential::keyHashes).orElse(List.of()).stream()
                .filter(hash -> !hash.equals(issued.keyHash()))
                .toList();
        if (!credentials.enrol(id, issued)) {
            return false;
        }
        if (!before.isEmpty()) {
            dismissals.announce(new Dismissal(new AgentKey(TenantScope.require(), id), before, Dismissal.REPLACED));
        }
        return true;
    }

    /**
     * Puts the key of a renewal beside the present one.
     *
     * @throws HubException.Refused if the agent was deleted or revoked, or has another key by now
     */
    public void prepare(AgentId id, String presentKeyHash, IssuedCertificate next) {
        if (!credentials.prepare(id, presentKeyHash, next)) {
            present(id);
            throw replaced();
        }
    }

    /** Takes all keys of an agent away, for good, and ends its connection on whichever node has it; again if need be. */
    void revoke(AgentId id) {
        AgentCredential known = credentials.find(id).orElseThrow(AgentService::notFound);
        while (known.revokedAt() == null && !credentials.revoke(id, known, clock.instant())) {
            known = credentials.find(id).orElseThrow(AgentService::notFound); // it was renewed at the same moment
        }
        List<String> keys = known.revokedAt() == null ? known.keyHashes() : known.revokedKeys();
        if (!keys.isEmpty()) {
            dismissals.announce(new Dismissal(new AgentKey(TenantScope.require(), id), keys, Dismissal.REVOKED));
        }
    }
}
