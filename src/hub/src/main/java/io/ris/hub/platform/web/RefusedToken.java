package io.ris.hub.platform.web;

import io.ris.hub.platform.Origin;
import io.ris.hub.platform.TenantCode;
import io.ris.hub.platform.TenantScope;
import io.ris.hub.platform.audit.AuditEntry;
import io.ris.hub.platform.audit.AuditKind;
import io.ris.hub.platform.audit.AuditResult;
import io.ris.hub.platform.audit.AuditTrail;
import java.util.Map;
import java.util.Optional;

/**
 * Tells the audit trail of tokens that were shown and are not good. Whose signature is ours but whose session has ended is told
 * each time, in the trail of its tenant; what could be anybody's is counted.
 */
final class RefusedToken {

    private RefusedToken() {}

    /**
     * Tells of a token that is not ours, or not any more.
     *
     * @param reason a problem's code
     */
    static void tell(AuditTrail trail, String reason) {
        trail.recordFolded(entry(reason));
    }

    /** Tells of a token whose signature is ours. */
    static void tell(AuditTrail trail, TenantDirectory tenants, AccessToken token, String reason) {
        Optional<TenantCode> tenant = Optional.ofNullable(token.tenantCode())
                .filter(TenantCode::isValid)
                .map(TenantCode::new)
                .filter(tenants::isAtWork); // one that is gone must not get a database again
        if (tenant.isEmpty()) {
            tell(trail, reason);
            return;
        }
        Origin before = Origin.current();
        Origin.enter(by(before, token));
        try {
            TenantScope.run(tenant.get(), () -> trail.recordDone(entry(reason)));
        } finally {
            Origin.enter(before);
        }
    }

    private static AuditEntry entry(String reason) {
        return new AuditEntry(
                AuditKind.AUTHENTICATION, "token.refuse", "token", AuditResult.DENIED, Map.of("reason", reason));
    }

    private static Origin by(Origin origin, AccessToken token) {
        return new Origin(
                origin.requestId(),
                origin.address(),
                origin.userAgent(),
                token.subject(),
                token.name(),
                token.sessionId());
    }
}
