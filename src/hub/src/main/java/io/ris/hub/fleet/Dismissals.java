package io.ris.hub.fleet;

import io.ris.hub.platform.HubService;
import io.ris.hub.platform.RepeatedWork;
import io.ris.hub.platform.StartupOrder;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * Tells every node of dismissals: this one at once, the others within two seconds, through the store. Told are those since
 * shortly before the last time that the store answered, so that neither an outage nor a clock that is a little off leaves
 * one out; most are told several times.
 */
@HubService
class Dismissals {

    private static final Duration INTERVAL = Duration.ofSeconds(2);
    private static final Duration OVERLAP = Duration.ofMinutes(2);
    private static final Duration KEPT = Duration.ofHours(1);

    private final DismissalRepository repository;
    private final Event<Dismissal> events;
    private final RepeatedWork repeated;
    private final Clock clock;
    private volatile Instant lastAsked;

    @Inject
    Dismissals(DismissalRepository repository, Event<Dismissal> events, RepeatedWork repeated, Clock clock) {
        this.repository = repository;
        this.events = events;
        this.repeated = repeated;
        this.clock = clock;
        this.lastAsked = clock.instant();
    }

    void begin(@Observes @Priority(StartupOrder.FLEET) Startup startup) {
        repeated.every(INTERVAL, "asking for dismissed agents", this::tell);
        repeated.every(
                KEPT,
                "removing old dismissals",
                () -> repository.prune(clock.instant().minus(KEPT)));
    }

    /** Stores a dismissal for the other nodes and tells it to this one. */
    void announce(Dismissal dismissal) {
        repository.insert(dismissal, clock.instant());
        events.fire(dismissal);
    }

    private void tell() {
        Instant now = clock.instant();
        repository.since(lastAsked.minus(OVERLAP)).forEach(events::fire);
        lastAsked = now;
    }
}
