package io.ris.bench;

import com.fasterxml.jackson.databind.JsonNode;
import io.ris.bench.ReportsOptions.Phase;
import io.ris.bench.probes.MachineShape;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code ris bench reports}: what probes report, and what is read of it meanwhile. */
@Command(name = "reports", description = "Sends the reports of many machines, and reads statistics and topology.")
final class ReportsBench extends BenchCommand {

    private static final double REPORTS_TARGET = 4_200;
    private static final Duration P99_TARGET = Duration.ofMillis(50);
    private static final Duration OBSERVED_LIMIT = Duration.ofSeconds(30);

    @Mixin
    private ReportsOptions options = new ReportsOptions();

    private int plainPort;

    /** Rate limiting stays in the way of each request, with a rate that nobody reaches. */
    @Override
    Map<String, String> settings() throws IOException {
        plainPort = HubUnderTest.freePort();
        return Map.of(
                "RIS_SERVER_HTTP_PORT",
                Integer.toString(plainPort),
                "RIS_SECURITY_RATE_LIMITING_ENABLED",
                "true",
                "RIS_SECURITY_RATE_LIMITING_REQUESTS_PER_MINUTE",
                "1000000",
                "RIS_SECURITY_RATE_LIMITING_BURST_SIZE",
                "1000000",
                "RIS_SECURITY_RATE_LIMITING_REPORTS_PER_MINUTE",
                "1000000");
    }

    @Override
    boolean measure(HubUnderTest hub, HubClient client) throws Exception {
        URI address = address(hub);
        HubClient tenant = client.createTenant(uniquePrefix().replace('-', '_'));
        MonitoringSite site = site(hub, address, tenant);
        ReportFleet fleet = fleet(site, MachineShape.COMMON, options.agents());
        say(fleet.describe());
        observe(tenant, fleet);
        if (options.measures(Phase.REPORTS)) {
            measureReports(hub, fleet);
            observe(tenant, fleet);
        }
        MonitoringReads reads = new MonitoringReads(hub, site, fleet, options, out());
        if (options.measures(Phase.STATS)) {
            reads.stats();
        }
        if (options.measures(Phase.TOPOLOGY)) {
            reads.topology();
        }
        if (options.measures(Phase.MIXED)) {
            reads.mixed();
        }
        if (options.measures(Phase.LARGE)) {
            measureLarge(hub, address, client);
        }
        return true;
    }

    /** A topology of one size, in a tenant that has nothing else. */
    private void measureLarge(HubUnderTest hub, URI address, HubClient client) throws Exception {
        HubClient tenant = client.createTenant(uniquePrefix().replace('-', '_'));
        MonitoringSite site = site(hub, address, tenant);
        ReportFleet fleet = fleet(site, MachineShape.HUNDRED_NODES, options.largeAgents());
        observe(tenant, fleet);
        new MonitoringReads(hub, site, fleet, options, out()).large();
        observe(tenant, fleet);
    }

    private URI address(HubUnderTest hub) throws IOException {
        if (options.isTls()) {
            return hub.address();
        }
        if (hub.isDisposable()) {
            return URI.create("http://localhost:" + plainPort);
        }
        if (options.plain() == null) {
            throw new IOException("a hub that runs already needs --plain URL, or --tls");
        }
        return options.plain();
    }

    private static MonitoringSite site(HubUnderTest hub, URI address, HubClient tenant)
            throws IOException, InterruptedException {
        String key = tenant.createProbeKey("probe-");
        return new MonitoringSite(address, hub.trust().tls(), tenant.authorization(), "Bearer " + key);
    }

    private ReportFleet fleet(MonitoringSite site, MachineShape shape, int agents) throws IOException {
        return new ReportFleet(site, "probe", shape, agents, options.variants(), Clock.systemUTC());
    }

    private void measureReports(HubUnderTest hub, ReportFleet fleet)
            throws IOException, InterruptedException, TimeoutException {
        try (TimedLoad load = fleet.load(options.connections(), Pace.UNLIMITED)) {
            tell("warm-up", load.run(options.warmUp()));
            MemoryGrowth memory = MemoryGrowth.of(hub);
            Costs costs = Costs.of(hub);
            List<LoadFigures> measured = new ArrayList<>();
            for (int run = 1; run <= options.runs(); run++) {
                LoadFigures result = load.run(options.duration());
                tell("run " + run, result);
                measured.add(result);
            }
            LoadFigures median = LoadFigures.median(measured);
            Figures figures = new Figures(
                    "reports, " + options.connections() + " connections" + (options.isTls() ? " with TLS" : ""));
            figures.atLeast("reports per second", median.times().perSecond(), REPORTS_TARGET, "/s")
                    .add("p50", Figures.text(median.times().p50()))
                    .atMost("p99", median.times().p99(), P99_TARGET)
                    .add("max", Figures.text(median.times().max()));
            costs.addEach(figures, "a report", median.answers());
            memory.addTo(figures);
            figures.none("reports not accepted", 0).print(out());
            profile(hub, () -> load.run(options.duration()));
        }
    }

    private void tell(String name, LoadFigures run) {
        say("  %s: %s, p50 %s, p99 %s, max %s"
                .formatted(
                        name,
                        Figures.text(run.times().perSecond(), "reports/s"),
                        Figures.text(run.times().p50()),
                        Figures.text(run.times().p99()),
                        Figures.text(run.times().max())));
    }

    /** Has every agent report, and waits until the hub shows exactly what they said. */
    private static void observe(HubClient tenant, ReportFleet fleet)
            throws IOException, InterruptedException, TimeoutException {
        fleet.reportOnce();
        long end = System.nanoTime() + OBSERVED_LIMIT.toNanos();
        JsonNode topology = topology(tenant);
        while (topology.path("total_nodes").asInt() != fleet.nodes()
                || topology.path("total_edges").asInt() != fleet.edges()) {
            if (System.nanoTime() > end) {
                throw new TimeoutException("the reports make %d nodes and %d edges, and the hub says %s"
                        .formatted(fleet.nodes(), fleet.edges(), topology));
            }
            TimeUnit.MILLISECONDS.sleep(200);
            topology = topology(tenant);
        }
    }

    private static JsonNode topology(HubClient tenant) throws IOException, InterruptedException {
        return tenant.document(MonitoringSite.STATS).path("topology");
    }
}
