package io.ris.hub.audit.chain;

import io.ris.hub.platform.HubService;
import io.ris.hub.platform.RepeatedWork;
import io.ris.hub.platform.StartupOrder;
import io.ris.hub.tenancy.TenantService;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Shutdown;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import java.time.Duration;

/**
 * Keeps this node's chains: looks at them when it starts, notes outside of the store how far they have come every second
 * and when it stops, and writes what waits for them.
 */
@HubService
class ChainWatch {

    private static final Duration TURN = Duration.ofSeconds(1);
    private static final Duration FORGET = Duration.ofMinutes(1);

    private final ChainWriters writers;
    private final Spool spool;
    private final TenantService tenants;
    private final RepeatedWork repeated;

    @Inject
    ChainWatch(ChainWriters writers, Spool spool, TenantService tenants, RepeatedWork repeated) {
        this.writers = writers;
        this.spool = spool;
        this.tenants = tenants;
        this.repeated = repeated;
    }

    /** Before anybody can log in. */
    void begin(@Observes @Priority(StartupOrder.IDENTITY - 1) Startup startup) {
        writers.open(this::exists);
        repeated.every(TURN, "noting how far the audit trail has come", writers::note);
        repeated.every(FORGET, "forgetting the audit trails of deleted tenants", this::forget);
        repeated.every(TURN, "writing what waits for the audit trail", spool::drain);
    }

    private void forget() {
        spool.forget(this::exists);
        writers.forget(this::exists);
    }

    private boolean exists(Trail trail) {
        return trail.tenant() == null || tenants.find(trail.tenant()).isPresent();
    }

    void end(@Observes @Priority(StartupOrder.STOP_NODE + 1) Shutdown shutdown) {
        spool.drain();
        writers.note();
    }
}
