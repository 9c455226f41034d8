package io.ris.hub.monitoring.topology;

import io.ris.hub.monitoring.AgentMetrics;
import io.ris.hub.monitoring.LatestMetrics;
import io.ris.hub.monitoring.documents.ProbeDocuments;
import io.ris.hub.monitoring.timeseries.SeriesStore;
import io.ris.hub.monitoring.timeseries.SeriesView;
import io.ris.hub.platform.HubService;
import io.ris.hub.platform.TenantCode;
import io.ris.hub.platform.TenantScope;
import io.ris.hub.tenancy.TenantDeleted;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The picture of the tenant in scope. Thread-safe. */
@HubService
public class TopologyService implements LatestMetrics {

    private final SeriesStore series;
    private final Clock clock;
    private final Duration staleAfter;
    private final int most;
    private final Map<TenantCode, TenantTopology> tenants = new ConcurrentHashMap<>();

    @Inject
    TopologyService(
            SeriesStore series,
            Clock clock,
            @ConfigProperty(name = "monitoring.reports.stale_node_threshold") Duration staleAfter,
            @ConfigProperty(name = "monitoring.reports.max_data_age") Duration maxAge,
            @ConfigProperty(name = "monitoring.topology.max_elements") int most) {
        this.series = series;
        this.clock = clock;
        this.staleAfter = staleAfter.compareTo(maxAge) < 0 ? staleAfter : maxAge; // nothing older is to be had
        this.most = most;
    }

    /** The picture for now; waits for nobody where there is nothing new. */
    public Snapshot current() {
        return tenants.computeIfAbsent(TenantScope.require(), code -> new TenantTopology(staleAfter, most))
                .at(series.view(), clock.instant());
    }

    /** The picture as it was at a moment that reports are still kept of. */
    public Topology at(Instant moment) {
        SeriesView view = series.view();
        Instant oldest = moment.minus(staleAfter);
        Gathering gathering = new Gathering(most);
        view.latest().stream()
                .flatMap(latest -> view.at(latest.agentId(), moment).stream())
                .filter(report -> !report.receivedAt().isBefore(oldest))
                .map(report -> new PictureMaker(
                                report.agentId(), ProbeDocuments.report(report.json()), report.receivedAt())
                        .make())
                .forEach(gathering::add);
        return Topology.of(gathering.all(), moment);
    }

    @Override
    public List<AgentMetrics> all() {
        return current().metrics();
    }

    void forget(@Observes TenantDeleted deleted) {
        tenants.remove(deleted.tenant());
    }
}
