package io.ris.hub.monitoring.timeseries;

import io.ris.hub.fleet.AgentKey;
import io.ris.hub.fleet.Dismissal;
import io.ris.hub.platform.HubService;
import io.ris.hub.platform.RepeatedWork;
import io.ris.hub.platform.StartupOrder;
import io.ris.hub.platform.TenantScope;
import io.ris.hub.tenancy.TenantDeleted;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Shutdown;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import java.time.Duration;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.metrics.MetricRegistry;

/** When what is kept of reports is looked after. */
@HubService
class SeriesUpkeep {

    private static final Duration SEAL_INTERVAL = Duration.ofSeconds(5);

    private final SeriesStore store;
    private final RepeatedWork repeated;
    private final Duration pruneInterval;

    @Inject
    SeriesUpkeep(
            SeriesStore store,
            RepeatedWork repeated,
            MetricRegistry metrics,
            @ConfigProperty(name = "monitoring.reports.cleanup_interval") Duration pruneInterval) {
        this.store = store;
        this.repeated = repeated;
        this.pruneInterval = pruneInterval;
        metrics.gauge("ris_series_memory_bytes", store::memory);
        metrics.gauge("ris_series_disk_bytes", store::disk);
    }

    void begin(@Observes @Priority(StartupOrder.WORK) Startup startup) {
        repeated.every(SEAL_INTERVAL, "sealing reports", store::seal);
        repeated.every(pruneInterval, "removing old reports", store::prune);
    }

    void forget(@Observes TenantDeleted deleted) {
        store.delete(deleted.tenant());
    }

    /** Told several times, after which no report of the agent's can be under way any more. */
    void forget(@Observes Dismissal dismissal) {
        if (dismissal.reason().equals(Dismissal.DELETED)) {
            AgentKey gone = dismissal.agent();
            TenantScope.run(gone.tenant(), () -> store.forget(gone.agentId().value()));
        }
    }

    void end(@Observes @Priority(StartupOrder.STOP_NODE) Shutdown shutdown) {
        store.close();
    }
}
