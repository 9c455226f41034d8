package io.ris.hub.monitoring.updates;

import io.ris.hub.monitoring.probes.AcceptedReports;
import io.ris.hub.monitoring.topology.Snapshot;
import io.ris.hub.monitoring.topology.TopologyService;
import io.ris.hub.platform.HubService;
import io.ris.hub.platform.RepeatedWork;
import io.ris.hub.platform.StartupOrder;
import io.ris.hub.platform.TenantCode;
import io.ris.hub.platform.TenantScope;
import io.ris.hub.platform.live.LiveBroadcast;
import io.ris.hub.platform.web.Permissions;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Tells the readers of each tenant what is new. Thread-safe. */
@HubService
class Updates implements LiveBroadcast, AcceptedReports {

    /** A little more than feeds pause, or each would now and then find that it is too soon by a moment. */
    private static final Duration INTERVAL = UpdateFeed.PAUSE.plusMillis(50);

    private final TopologyService topologies;
    private final RepeatedWork repeated;
    private final Clock clock;
    private final Map<TenantCode, Set<UpdateFeed>> readers = new ConcurrentHashMap<>();

    @Inject
    Updates(TopologyService topologies, RepeatedWork repeated, Clock clock) {
        this.topologies = topologies;
        this.repeated = repeated;
        this.clock = clock;
    }

    void begin(@Observes @Priority(StartupOrder.WORK) Startup startup) {
        repeated.every(INTERVAL, "telling readers of the topology", this::tell);
    }

    @Override
    public String permission() {
        return Permissions.MONITORING_READ;
    }

    @Override
    public Feed open(Map<String, List<String>> parameters) {
        TenantCode tenant = TenantScope.require();
        boolean byDelta = parameters.getOrDefault("delta", List.of()).contains("1");
        UpdateFeed feed = new UpdateFeed(
                byDelta,
                () -> TenantScope.call(tenant, topologies::current),
                clock,
                closed -> readers.computeIfPresent(tenant, (code, feeds) -> {
                    feeds.remove(closed);
                    return feeds.isEmpty() ? null : feeds;
                }));
        readers.compute(tenant, (code, feeds) -> {
            Set<UpdateFeed> open = feeds == null ? ConcurrentHashMap.newKeySet() : feeds;
            open.add(feed);
            return open;
        });
        return feed;
    }

    @Override
    public void accepted(String agentId, byte[] report) {
        Set<UpdateFeed> feeds = readers.getOrDefault(TenantScope.require(), Set.of());
        if (!feeds.isEmpty()) {
            ReportNews news = new ReportNews(agentId, report);
            feeds.forEach(feed -> feed.reported(news));
        }
    }

    private void tell() {
        readers.forEach((tenant, feeds) -> {
            Snapshot snapshot = TenantScope.call(tenant, topologies::current);
            feeds.forEach(feed -> feed.changed(snapshot));
        });
    }
}
