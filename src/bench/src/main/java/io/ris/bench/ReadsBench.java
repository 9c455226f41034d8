package io.ris.bench;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ris bench reads}: authenticated reads of a list per second, and what each of them costs the hub. */
@Command(name = "reads", description = "Reads a list of agents with a token, and profiles what a request is made of.")
final class ReadsBench extends BenchCommand {

    private static final double READS_TARGET = 10_000;
    private static final Duration P99_TARGET = Duration.ofMillis(20);
    private static final double SECURITY_TARGET = 15;

    @Option(names = "--agents", defaultValue = "10", description = "Agents in the list (${DEFAULT-VALUE})")
    private int agents;

    @Option(names = "--connections", defaultValue = "16", description = "Kept-alive connections (${DEFAULT-VALUE})")
    private int connections;

    @Option(names = "--count", defaultValue = "100000", description = "Reads per run (${DEFAULT-VALUE})")
    private int count;

    @Option(names = "--runs", defaultValue = "5", description = "Runs, of which the median is told (${DEFAULT-VALUE})")
    private int runs;

    /** Rate limiting stays in the way of each request, with a rate that nobody reaches. */
    @Override
    Map<String, String> settings() {
        return Map.of(
                "RIS_SECURITY_RATE_LIMITING_ENABLED", "true",
                "RIS_SECURITY_RATE_LIMITING_REQUESTS_PER_MINUTE", "1000000",
                "RIS_SECURITY_RATE_LIMITING_BURST_SIZE", "1000000");
    }

    @Override
    boolean measure(HubUnderTest hub, HubClient client) throws Exception {
        List<HubClient.NewAgent> made = new ArrayList<>();
        try (ConnectionPool pool = new ConnectionPool(hub.address(), hub.trust().tls(), connections)) {
            String prefix = uniquePrefix();
            for (int number = 0; number < agents; number++) {
                made.add(client.createAgent(prefix + "-" + number));
            }
            boolean nothingFailed =
                    measure(hub, pool, request(hub.address(), client, "X-Read: cached"), "cached", true);
            return measure(hub, pool, request(hub.address(), client, "Cache-Control: no-cache"), "uncached", false)
                    && nothingFailed;
        } finally {
            if (!hub.isDisposable()) {
                for (HubClient.NewAgent agent : made) {
                    client.deleteAgent(agent.number());
                }
            }
        }
    }

    private byte[] request(URI hub, HubClient client, String header) {
        return KeptConnection.get(hub, "/platform/v1/ris?per_page=" + agents, client.authorization(), header);
    }

    private boolean measure(HubUnderTest hub, ConnectionPool pool, byte[] request, String name, boolean hasTarget)
            throws IOException, InterruptedException {
        int reads = hasTarget ? count : count / 10;
        TaskLoad load = new TaskLoad(connections, Pace.UNLIMITED, index -> pool.exchange(request));
        tell("warm-up, " + name, load.run(reads));
        Costs costs = Costs.of(hub);
        List<RunFigures> measured = new ArrayList<>();
        for (int run = 1; run <= runs; run++) {
            RunFigures result = load.run(reads);
            tell("run " + run + ", " + name, result);
            measured.add(result);
        }
        RunFigures median = RunFigures.median(measured);
        Figures figures = new Figures("a list of " + agents + " agents, " + name + ", " + connections + " connections");
        add(figures, median, hasTarget);
        costs.add(figures, runs + " runs of " + reads);
        profile(hub, load, reads, figures, hasTarget);
        figures.print(out());
        load.firstFailure().ifPresent(reason -> say("first failure: " + reason));
        return median.failed() == 0;
    }

    private static void add(Figures figures, RunFigures median, boolean hasTarget) {
        if (hasTarget) {
            figures.atLeast("reads per second", median.perSecond(), READS_TARGET, "/s");
            figures.atMost("p99", median.p99(), P99_TARGET);
        } else {
            figures.add("reads per second", Figures.text(median.perSecond(), "/s"));
            figures.add("p99", Figures.text(median.p99()));
        }
        figures.add("p50", Figures.text(median.p50()))
                .add("max", Figures.text(median.max()))
                .none("reads that failed", median.failed());
    }

    /** One more run with the hub's flight recorder on, which is not among those that are timed. */
    private void profile(HubUnderTest hub, TaskLoad load, int reads, Figures figures, boolean hasTarget)
            throws IOException, InterruptedException {
        if (hub.process().isEmpty()) {
            figures.add("shares of a request", "not known without --hub-pid");
            return;
        }
        Path recording = Files.createTempFile("ris-bench-", ".jfr");
        try {
            JavaProcess process = hub.process().get();
            process.startRecording();
            load.run(reads);
            process.stopRecording(recording);
            RequestShares shares = RequestShares.of(recording);
            shares.addTo(figures);
            if (hasTarget) {
                figures.atMost("security in all", shares.security(), SECURITY_TARGET, "%");
            }
        } finally {
            Files.deleteIfExists(recording);
        }
    }

    private void tell(String name, RunFigures run) {
        say("  %s: %s, p50 %s, p99 %s, failed %d"
                .formatted(
                        name,
                        Figures.text(run.perSecond(), "reads/s"),
                        Figures.text(run.p50()),
                        Figures.text(run.p99()),
                        run.failed()));
    }
}
