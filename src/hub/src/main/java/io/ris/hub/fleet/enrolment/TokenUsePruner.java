package io.ris.hub.fleet.enrolment;

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

/** Forgets used agent tokens that have expired; the embedded store does not expire them by itself. */
@HubService
class TokenUsePruner {

    private static final Duration INTERVAL = Duration.ofMinutes(10);

    private final TokenUseRepository uses;
    private final TenantRounds rounds;
    private final RepeatedWork repeated;
    private final Clock clock;

    @Inject
    TokenUsePruner(TokenUseRepository uses, TenantRounds rounds, RepeatedWork repeated, Clock clock) {
        this.uses = uses;
        this.rounds = rounds;
        this.repeated = repeated;
        this.clock = clock;
    }

    void begin(@Observes @Priority(StartupOrder.FLEET) Startup startup) {
        repeated.every(INTERVAL, "forgetting used agent tokens", this::prune);
    }

    private void prune() {
        rounds.forAll("removing old uses of tokens", tenant -> uses.prune(clock.instant()));
    }
}
