package io.ris.hub.fleet.connection;

import io.ris.hub.fleet.AgentKey;
import io.ris.hub.platform.HubException;
import io.ris.hub.platform.HubService;
import io.ris.hub.platform.Origin;
import io.ris.hub.platform.ProblemType;
import io.ris.hub.platform.TenantScope;
import io.ris.hub.platform.audit.AuditEntry;
import io.ris.hub.platform.audit.AuditKind;
import io.ris.hub.platform.audit.AuditResult;
import io.ris.hub.platform.audit.AuditTrail;
import io.ris.hub.platform.web.TenantDirectory;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.Optional;

/** Tells the trail which agents connected and which were sent away. Thread-safe. */
@HubService
class HandshakeAudit {

    private static final String ACTION = "client.connect";

    private final AuditTrail trail;
    private final TenantDirectory tenants;

    @Inject
    HandshakeAudit(AuditTrail trail, TenantDirectory tenants) {
        this.trail = trail;
        this.tenants = tenants;
    }

    /** An agent may connect. */
    void accepted(AgentKey agent) {
        within(
                Optional.of(agent),
                () -> trail.recordDone(
                        AuditEntry.of(AuditKind.AUTHENTICATION, ACTION, resource(agent), AuditResult.SUCCESS)));
    }

    /**
     * Somebody may not.
     *
     * @param agent whose certificate was shown, if any
     * @throws HubException.Unavailable if that cannot be told
     */
    void refused(Optional<AgentKey> agent, ProblemType reason) {
        within(
                agent,
                () -> trail.recordFolded(new AuditEntry(
                        AuditKind.AUTHENTICATION,
                        ACTION,
                        agent.map(HandshakeAudit::resource).orElse("client"),
                        AuditResult.DENIED,
                        Map.of("reason", reason.slug()))));
    }

    private void within(Optional<AgentKey> agent, Runnable telling) {
        Origin before = Origin.current();
        Origin.enter(new Origin(
                before.requestId(),
                before.address(),
                before.userAgent(),
                agent.map(key -> key.agentId().value()).orElse(null),
                null,
                null));
        try {
            // A tenant that is gone must not get a database again.
            if (agent.filter(key -> tenants.isAtWork(key.tenant())).isPresent()) {
                TenantScope.run(agent.get().tenant(), telling);
            } else {
                telling.run();
            }
        } finally {
            Origin.enter(before);
        }
    }

    private static String resource(AgentKey agent) {
        return "client/" + agent.agentId();
    }
}
