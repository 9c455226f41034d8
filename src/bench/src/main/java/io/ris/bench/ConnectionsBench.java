package io.ris.bench;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ris bench connections}: what it costs a hub to keep many agents connected. */
@Command(
        name = "connections",
        description = "Connects many agents by mutual TLS, lets them send heartbeats, and measures the hub.")
final class ConnectionsBench extends BenchCommand {

    private static final double HEAP_TARGET_KB = 80;
    private static final Duration MESSAGE_TARGET = Duration.ofMillis(10);
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(10);
    private static final int CAPACITY = 4;

    @Option(names = "--agents", defaultValue = "1000", description = "How many (default ${DEFAULT-VALUE})")
    private int agents;

    @Option(
            names = "--duration",
            defaultValue = "60s",
            converter = DurationText.class,
            description = "How long they stay once all are connected (default ${DEFAULT-VALUE})")
    private Duration duration = Duration.ZERO;

    @Option(
            names = "--heartbeat",
            defaultValue = "5s",
            converter = DurationText.class,
            description = "Heartbeat interval of a hub that is started (default ${DEFAULT-VALUE})")
    private Duration heartbeat = Duration.ZERO;

    @Option(
            names = "--connect-limit",
            defaultValue = "10m",
            converter = DurationText.class,
            description = "How long connecting may take (default ${DEFAULT-VALUE})")
    private Duration connectLimit = Duration.ZERO;

    @Option(
            names = "--return",
            description = "In the end cuts all connections at once, and times until all agents are back")
    private boolean returning;

    @Override
    Map<String, String> settings() {
        Map<String, String> settings = roomFor(agents);
        settings.put("RIS_CLIENT_MANAGEMENT_HEARTBEAT_INTERVAL", heartbeat.toMillis() + "ms");
        return settings;
    }

    @Override
    boolean measure(HubUnderTest hub, HubClient client) throws Exception {
        Figures figures = new Figures("connections");
        Costs costs = Costs.of(hub);
        long begun = System.nanoTime();
        List<AgentCredentials> enrolled = enrol(client, agents);
        Duration enrolling = Duration.ofNanos(System.nanoTime() - begun);
        say("enrolled " + agents + " agents in " + Figures.seconds(enrolling));
        figures.add("agents enrolled per second", Figures.text(agents / seconds(enrolling), "/s"));
        costs.add(figures, "enrolling");
        try {
            return stayConnected(hub, client, enrolled, costs, figures);
        } finally {
            if (!hub.isDisposable()) {
                say("deleting the agents");
                for (AgentCredentials agent : enrolled) {
                    client.deleteAgent(agent.number());
                }
            }
        }
    }

    private boolean stayConnected(
            HubUnderTest hub, HubClient client, List<AgentCredentials> enrolled, Costs costs, Figures figures)
            throws IOException, InterruptedException, TimeoutException {
        @Nullable Long heapBefore = liveHeap(hub);
        try (AgentFleet fleet = new AgentFleet(
                hub.address(), hub.trust().managers(), enrolled, CAPACITY, Work.NOTHING, Clock.systemUTC())) {
            Duration connecting = fleet.connectAll(connectLimit);
            say("connected " + agents + " agents in " + Figures.seconds(connecting) + "; they stay for "
                    + Figures.seconds(duration));
            figures.add("time until all are connected", Figures.seconds(connecting));
            figures.add("connects per second", Figures.text(agents / seconds(connecting), "/s"));
            figures.add(
                    "failed attempts to connect", fleet.counts().failedConnects.toString());
            costs.add(figures, "connecting");
            fleet.counts().takeRoundTrips(); // those so far met handshakes, and the target is for connected agents
            TimeUnit.NANOSECONDS.sleep(duration.toNanos());
            costs.add(figures, "connected for " + Figures.seconds(duration));
            fleet.quieten(ANSWER_LIMIT);
            boolean nothingLost = conclude(hub, client, fleet, heapBefore, figures, costs);
            return (!returning || returns(hub, client, fleet, enrolled)) && nothingLost;
        }
    }

    private boolean returns(HubUnderTest hub, HubClient client, AgentFleet fleet, List<AgentCredentials> enrolled)
            throws IOException, InterruptedException, TimeoutException {
        Figures figures = new Figures(agents + " agents are disconnected and return at once");
        Costs costs = Costs.of(hub);
        List<String> clientIds =
                enrolled.stream().map(agent -> agent.id().value()).toList();
        long resumedBefore = fleet.counts().resumedSessions.sum();
        long failedBefore = fleet.counts().failedConnects.sum();
        boolean nothingLost = new HerdReturn(client, fleet, clientIds).measure(connectLimit, figures);
        figures.add(
                "failed attempts to connect",
                Long.toString(fleet.counts().failedConnects.sum() - failedBefore));
        figures.add(
                "TLS sessions resumed",
                Long.toString(fleet.counts().resumedSessions.sum() - resumedBefore));
        costs.add(figures, "until all tasks had ended");
        costs.addMemory(figures);
        figures.print(out());
        return nothingLost;
    }

    private boolean conclude(
            HubUnderTest hub,
            HubClient client,
            AgentFleet fleet,
            @Nullable Long heapBefore,
            Figures figures,
            Costs costs)
            throws IOException, InterruptedException {
        FleetCounts counts = fleet.counts();
        long unanswered = counts.heartbeatsSent.sum() - counts.heartbeatsAnswered.sum();
        long atHub = client.connectedAgents();
        figures.add("agents connected at the end", Long.toString(fleet.connected()));
        figures.add("agents connected, says the hub", Long.toString(atHub));
        figures.none("disconnects", counts.disconnects.sum());
        figures.none("agents turned away", counts.turnedAway.sum());
        figures.add("heartbeats sent", counts.heartbeatsSent.toString());
        figures.none("heartbeats not answered", unanswered);
        addRoundTrips(figures, counts.takeRoundTrips());
        figures.add("pings of the hub answered", counts.hubPings.toString());
        figures.none("errors sent by the hub", counts.hubFaults.sum());
        figures.none("messages of the hub not understood", counts.brokenFrames.sum());
        addHeap(figures, heapBefore, liveHeap(hub));
        costs.addMemory(figures);
        figures.print(out());
        return fleet.connected() == agents
                && atHub == agents
                && unanswered == 0
                && counts.disconnects.sum() == 0
                && counts.turnedAway.sum() == 0;
    }

    private static void addRoundTrips(Figures figures, Histogram roundTrips) {
        figures.add("heartbeat answered, p50", Figures.text(Duration.ofNanos(roundTrips.getValueAtPercentile(50))));
        figures.atMost(
                "heartbeat answered, p99", Duration.ofNanos(roundTrips.getValueAtPercentile(99)), MESSAGE_TARGET);
        figures.add("heartbeat answered, max", Figures.text(Duration.ofNanos(roundTrips.getMaxValue())));
    }

    private void addHeap(Figures figures, @Nullable Long before, @Nullable Long after) {
        if (before == null || after == null) {
            return;
        }
        figures.add("hub heap, no agent connected", Figures.mebibytes(before));
        figures.add("hub heap, all connected", Figures.mebibytes(after));
        if (after > before) {
            figures.atMost("hub heap per connected agent", (after - before) / 1024.0 / agents, HEAP_TARGET_KB, "KB");
        } else {
            figures.add("hub heap per connected agent", "lost in the noise: too few agents");
        }
    }

    private static @Nullable Long liveHeap(HubUnderTest hub) throws IOException, InterruptedException {
        JavaProcess process = hub.process().orElse(null);
        return process == null ? null : process.liveHeapBytes();
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }
}
