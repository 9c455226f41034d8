package io.ris.hub.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.github.f4b6a3.uuid.UuidCreator;
import io.ris.hub.platform.HubException;
import io.ris.hub.platform.HubService;
import io.ris.hub.platform.Origin;
import io.ris.hub.platform.ProblemType;
import io.ris.hub.platform.TenantScope;
import io.ris.hub.platform.audit.AuditEntry;
import io.ris.hub.platform.audit.AuditKind;
import io.ris.hub.platform.audit.AuditResult;
import io.ris.hub.platform.audit.AuditTrail;
import io.ris.hub.platform.persistence.StoreFaults;
import io.ris.protocol.Json;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;

/** Writes the trail. Thread-safe. */
@HubService
class AuditWriter implements AuditTrail {

    private final AuditRepository tenants;
    private final PlatformAuditRepository platform;
    private final Clock clock;
    private volatile boolean failed;

    @Inject
    AuditWriter(AuditRepository tenants, PlatformAuditRepository platform, Clock clock) {
        this.tenants = tenants;
        this.platform = platform;
        this.clock = clock;
    }

    @Override
    public void record(AuditEntry entry) {
        AuditRecord stored = stored(entry, Origin.current());
        try {
            if (TenantScope.find().isPresent()) {
                tenants.insert(stored);
            } else {
                platform.insert(stored);
            }
            failed = false;
        } catch (RuntimeException e) {
            failed = true;
            throw StoreFaults.isOutage(e) ? unavailable(e) : e;
        }
    }

    @Override
    public void requireWritable() {
        if (failed) {
            record(AuditEntry.of(AuditKind.ADMINISTRATION, "audit.resume", "audit", AuditResult.SUCCESS));
        }
    }

    private AuditRecord stored(AuditEntry entry, Origin origin) {
        return new AuditRecord(
                UuidCreator.getTimeOrderedEpoch().toString(),
                clock.instant(),
                entry.kind().wireName(),
                origin.userId(),
                origin.username(),
                entry.action(),
                entry.resource(),
                origin.address(),
                origin.userAgent(),
                origin.sessionId(),
                origin.requestId(),
                entry.result().wireName(),
                json(entry.details()));
    }

    private static String json(Map<String, String> details) {
        try {
            return Json.strict().writeValueAsString(details);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("texts can be written as JSON", e);
        }
    }

    private static HubException.Unavailable unavailable(Throwable cause) {
        return new HubException.Unavailable(
                ProblemType.AUDIT_UNAVAILABLE,
                "the audit trail cannot be written; try again",
                Duration.ofSeconds(5),
                cause);
    }
}
