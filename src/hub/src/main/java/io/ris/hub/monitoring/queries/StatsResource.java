package io.ris.hub.monitoring.queries;

import io.ris.hub.monitoring.GoDuration;
import io.ris.hub.monitoring.probes.ProbeRegistry;
import io.ris.hub.monitoring.timeseries.SeriesFigures;
import io.ris.hub.monitoring.timeseries.SeriesStore;
import io.ris.hub.monitoring.topology.Snapshot;
import io.ris.hub.monitoring.topology.TopologyService;
import io.ris.hub.platform.HubService;
import io.ris.hub.platform.live.LiveSockets;
import io.ris.hub.platform.web.Permissions;
import io.ris.hub.platform.web.RequiresPermission;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** How much is observed, and how much of it is kept (seed 004, "Server Statistics"). */
@HubService
@Path("/api/v1/query/stats")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Monitoring")
public class StatsResource {

    private final ProbeRegistry probes;
    private final SeriesStore series;
    private final TopologyService topologies;
    private final LiveSockets audience;

    @Inject
    public StatsResource(ProbeRegistry probes, SeriesStore series, TopologyService topologies, LiveSockets audience) {
        this.probes = probes;
        this.series = series;
        this.topologies = topologies;
        this.audience = audience;
    }

    /**
     * All figures of a tenant.
     *
     * @param agents probes that have registered
     * @param websocketClients live connections to this node
     * @param uptime of this node, as Go writes durations
     */
    public record MonitoringStats(
            long agents, int websocketClients, String uptime, StorageStats storage, TopologyStats topology) {}

    /**
     * What is kept of the reports.
     *
     * @param totalAgents of which there are points
     * @param maxAge of a point, as Go writes durations
     * @param resolution length of a step, as Go writes durations
     * @param memoryBytes that the places of the points take
     * @param memoryLimitBytes for all tenants of this node together
     * @param diskBytes that the points take
     * @param diskLimitBytes for all tenants of this node together
     */
    public record StorageStats(
            int totalAgents,
            long totalPoints,
            String maxAge,
            String resolution,
            long memoryBytes,
            long memoryLimitBytes,
            long diskBytes,
            long diskLimitBytes) {}

    /**
     * What is in the picture.
     *
     * @param lastUpdate when it was made
     */
    public record TopologyStats(
            int totalNodes,
            int totalEdges,
            Map<String, Integer> nodesByType,
            Map<String, Integer> edgesByType,
            Instant lastUpdate) {}

    @GET
    @RequiresPermission(Permissions.MONITORING_READ)
    @Operation(summary = "How much is observed, and how much of it is kept")
    @APIResponse(responseCode = "200", description = "The figures")
    public MonitoringStats stats() {
        Duration up = Duration.ofMillis(ManagementFactory.getRuntimeMXBean().getUptime());
        return new MonitoringStats(
                probes.count(), audience.size(), GoDuration.format(up), storage(series.figures()), topology());
    }

    private static StorageStats storage(SeriesFigures figures) {
        return new StorageStats(
                figures.agents(),
                figures.points(),
                GoDuration.format(figures.maxAge()),
                GoDuration.format(figures.resolution()),
                figures.memory(),
                figures.maxMemory(),
                figures.disk(),
                figures.maxDisk());
    }

    private TopologyStats topology() {
        Snapshot snapshot = topologies.current();
        return new TopologyStats(
                snapshot.topology().nodes().size(),
                snapshot.topology().edges().size(),
                snapshot.nodesByType(),
                snapshot.edgesByType(),
                snapshot.topology().timestamp());
    }
}
