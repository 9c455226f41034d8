package io.ris.hub.identity.sessions;

import io.ris.hub.platform.HubService;
import io.ris.hub.platform.RepeatedWork;
import io.ris.hub.platform.StartupOrder;
import io.ris.hub.platform.TenantScope;
import io.ris.hub.tenancy.TenantService;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;

/** Removes sessions that are long over; the embedded store does not expire them by itself. */
@HubService
class SessionPruner {

    private static final Duration INTERVAL = Duration.ofHours(1);

    private final SessionRepository sessions;
    private final TenantService tenants;
    private final RepeatedWork repeated;
    private final Clock clock;

    @Inject
    SessionPruner(SessionRepository sessions, TenantService tenants, RepeatedWork repeated, Clock clock) {
        this.sessions = sessions;
        this.tenants = tenants;
        this.repeated = repeated;
        this.clock = clock;
    }

    void begin(@Observes @Priority(StartupOrder.IDENTITY) Startup startup) {
        repeated.every(INTERVAL, "removing old sessions", this::prune);
    }

    private void prune() {
        tenants.all().forEach(tenant -> TenantScope.run(tenant.tenantCode(), () -> sessions.prune(clock.instant())));
    }
}
