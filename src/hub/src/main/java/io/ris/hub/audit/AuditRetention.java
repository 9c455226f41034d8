package io.ris.hub.audit;

import io.ris.hub.audit.chain.Trail;
import io.ris.hub.audit.chain.TrailRetention;
import io.ris.hub.platform.HubService;
import io.ris.hub.platform.RepeatedWork;
import io.ris.hub.platform.StartupOrder;
import io.ris.hub.platform.audit.AuditEntry;
import io.ris.hub.platform.audit.AuditKind;
import io.ris.hub.platform.audit.AuditResult;
import io.ris.hub.platform.audit.AuditTrail;
import io.ris.hub.tenancy.TenantRounds;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Removes from every trail what was kept long enough, and tells the trail so. */
@HubService
class AuditRetention {

    private static final Duration TURN = Duration.ofHours(1);

    private final TrailRetention retention;
    private final TenantRounds rounds;
    private final AuditTrail trail;
    private final RepeatedWork repeated;
    private final Clock clock;
    private final Duration kept;

    @Inject
    AuditRetention(
            TrailRetention retention,
            TenantRounds rounds,
            AuditTrail trail,
            RepeatedWork repeated,
            Clock clock,
            @ConfigProperty(name = "security.audit.retention_days") int days) {
        this.retention = retention;
        this.rounds = rounds;
        this.trail = trail;
        this.repeated = repeated;
        this.clock = clock;
        this.kept = Duration.ofDays(days);
    }

    void begin(@Observes @Priority(StartupOrder.WORK) Startup startup) {
        repeated.every(TURN, "removing old records of the audit trail", this::cut);
    }

    /** One turn over all trails. */
    private void cut() {
        Instant before = clock.instant().minus(kept);
        cut(Trail.PLATFORM, before);
        rounds.forAll("removing old records of the audit trail", tenant -> cut(Trail.ofScope(), before));
    }

    private void cut(Trail of, Instant before) {
        retention
                .cut(of, before)
                .forEach(removed -> trail.recordDone(new AuditEntry(
                        AuditKind.ADMINISTRATION,
                        "audit.cut",
                        "audit/" + removed.chain(),
                        AuditResult.SUCCESS,
                        Map.of(
                                "records", Long.toString(removed.records()),
                                "damaged", Long.toString(removed.damaged()),
                                "first_seq", Long.toString(removed.firstSeq()),
                                "before", before.toString()))));
    }
}
