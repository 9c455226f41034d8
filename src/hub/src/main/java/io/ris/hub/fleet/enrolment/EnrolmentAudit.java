package io.ris.hub.fleet.enrolment;

import io.ris.hub.platform.HubException;
import io.ris.hub.platform.HubService;
import io.ris.hub.platform.TenantCode;
import io.ris.hub.platform.TenantScope;
import io.ris.hub.platform.audit.AuditEntry;
import io.ris.hub.platform.audit.AuditKind;
import io.ris.hub.platform.audit.AuditResult;
import io.ris.hub.platform.audit.AuditTrail;
import io.ris.protocol.EnrolmentAnswer;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Tells the trail of enrolments: that of the tenant whose token was shown, else the platform's. Thread-safe. */
@HubService
class EnrolmentAudit {

    private static final String ACTION = "client.enrol";

    private final AuditTrail trail;

    @Inject
    EnrolmentAudit(AuditTrail trail) {
        this.trail = trail;
    }

    /** Enrols, unless the trail cannot be written, and tells what came of it. */
    EnrolmentAnswer told(Optional<TenantCode> tenant, Supplier<EnrolmentAnswer> enrolment) {
        return tenant.isPresent() ? TenantScope.call(tenant.get(), () -> told(enrolment)) : told(enrolment);
    }

    private EnrolmentAnswer told(Supplier<EnrolmentAnswer> enrolment) {
        trail.requireWritable();
        EnrolmentAnswer answer;
        try {
            answer = enrolment.get();
        } catch (HubException e) {
            trail.recordFolded(entry(
                    "client", AuditResult.DENIED, Map.of("reason", e.type().slug())));
            throw e;
        }
        trail.recordDone(entry("client/" + answer.agentId(), AuditResult.SUCCESS, Map.of("name", answer.name())));
        return answer;
    }

    private static AuditEntry entry(String resource, AuditResult result, Map<String, String> details) {
        return new AuditEntry(AuditKind.AUTHENTICATION, ACTION, resource, result, details);
    }
}
