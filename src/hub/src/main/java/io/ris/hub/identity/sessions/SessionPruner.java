package io.ris.hub.identity.sessions;

import io.ris.hub.platform.HubService;
import io.ris.hub.platform.RepeatedWork;
import io.ris.hub.platform.StartupOrder;
import io.ris.hub.tenancy.TenantRounds;
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
    private final TenantRounds rounds;
    private final RepeatedWork repeated;
    private final Clock clock;

    @Inject
    SessionPruner(SessionRepository sessions, TenantRounds rounds, RepeatedWork repeated, Clock clock) {
        this.sessions = sessions;
        this.rounds = rounds;
        this.repeated = repeated;
        this.clock = clock;
    }

    void begin(@Observes @Priority(StartupOrder.IDENTITY) Startup startup) {
        repeated.every(INTERVAL, "removing old sessions", this::prune);
    }

    private void prune() {
        rounds.forAll("removing old sessions", tenant -> sessions.prune(clock.instant()));
    }
}
