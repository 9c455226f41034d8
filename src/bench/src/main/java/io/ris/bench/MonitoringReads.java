package io.ris.bench;

import io.ris.bench.DocumentReader.Manner;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** What readers are told while nobody reports, and while agents do at a fixed pace. */
final class MonitoringReads {

    private static final double STATS_TARGET = 4_500;
    private static final double TOPOLOGY_TARGET = 27;
    private static final Duration LARGE_TARGET = Duration.ofMillis(5);
    private static final int WARM_UP_SHARE = 4;

    private final HubUnderTest hub;
    private final MonitoringSite site;
    private final ReportFleet fleet;
    private final ReportsOptions options;
    private final PrintWriter out;

    MonitoringReads(HubUnderTest hub, MonitoringSite site, ReportFleet fleet, ReportsOptions options, PrintWriter out) {
        this.hub = hub;
        this.site = site;
        this.fleet = fleet;
        this.options = options;
        this.out = out;
    }

    void stats() throws IOException, InterruptedException {
        try (TimedLoad stats = readers(MonitoringSite.STATS, Manner.PLAIN, options.readers());
                TimedLoad reports = paced()) {
            Figures figures = new Figures("statistics, " + options.readers() + " readers");
            measure(figures, "an answer", stats)
                    .addRate(figures, "statistics", STATS_TARGET)
                    .addLatency(figures, "statistics")
                    .addContent(figures, "statistics");
            beside(figures, reports, List.of("statistics beside reports"), List.of(stats));
            finish(figures);
        }
    }

    void topology() throws IOException, InterruptedException {
        for (Manner manner : Manner.values()) {
            try (TimedLoad topologies = readers(MonitoringSite.TOPOLOGY, manner, options.readers());
                    TimedLoad reports = paced()) {
                Figures figures = new Figures("topology, " + manner.title() + ", " + options.readers() + " readers");
                measure(figures, "an answer", topologies)
                        .addRate(figures, "topologies", TOPOLOGY_TARGET)
                        .addLatency(figures, "topologies")
                        .addContent(figures, "topologies");
                beside(figures, reports, List.of("topologies beside reports"), List.of(topologies));
                finish(figures);
            }
        }
    }

    /** Everybody at once, one reader of each kind. */
    void mixed() throws IOException, InterruptedException {
        try (TimedLoad reports = paced();
                TimedLoad stats = readers(MonitoringSite.STATS, Manner.PLAIN, 1);
                TimedLoad plain = readers(MonitoringSite.TOPOLOGY, Manner.PLAIN, 1);
                TimedLoad conditional = readers(MonitoringSite.TOPOLOGY, Manner.CONDITIONAL, 1);
                TimedLoad gzip = readers(MonitoringSite.TOPOLOGY, Manner.GZIP, 1)) {
            Figures figures = new Figures("everything at once, a reader of each kind");
            beside(
                    figures,
                    reports,
                    List.of("statistics", "topologies, plain", "topologies, If-None-Match", "topologies, gzip"),
                    List.of(stats, plain, conditional, gzip));
            finish(figures);
        }
    }

    /** How long one reader waits for a topology of the size that we aim for. */
    void large() throws IOException, InterruptedException {
        Figures figures =
                new Figures("a topology of " + fleet.nodes() + " nodes and " + fleet.edges() + " edges, one reader");
        for (Manner manner : Manner.values()) {
            try (TimedLoad topologies = readers(MonitoringSite.TOPOLOGY, manner, 1);
                    TimedLoad reports = paced()) {
                measure(figures, "an answer, " + manner.title(), topologies)
                        .addLatency(figures, manner.title(), LARGE_TARGET)
                        .addRate(figures, manner.title())
                        .addContent(figures, manner.title());
                String name = manner.title() + " beside reports";
                beside(figures, reports, List.of(name), List.of(topologies));
            }
        }
        finish(figures);
    }

    private TimedLoad readers(String path, Manner manner, int count) throws IOException {
        List<DocumentReader> readers = new ArrayList<>();
        for (int reader = 0; reader < count; reader++) {
            readers.add(new DocumentReader(site, path, manner));
        }
        return new TimedLoad(readers, Pace.UNLIMITED);
    }

    private TimedLoad paced() throws IOException {
        return fleet.load(options.connections(), options.pace());
    }

    /** Adds what one answer costs, too. */
    private LoadFigures measure(Figures figures, String answer, TimedLoad load)
            throws IOException, InterruptedException {
        TimedLoad.together(warmUp(), List.of(load));
        Costs costs = Costs.of(hub);
        LoadFigures median = repeat(List.of(load)).getFirst();
        costs.addEach(figures, answer, median.answers());
        return median;
    }

    /** Adds what each of the loads shows while agents report. */
    private void beside(Figures figures, TimedLoad reports, List<String> names, List<TimedLoad> loads)
            throws IOException, InterruptedException {
        List<TimedLoad> all = new ArrayList<>(loads);
        all.add(reports);
        TimedLoad.together(warmUp(), all);
        List<LoadFigures> shown = repeat(all);
        for (int load = 0; load < loads.size(); load++) {
            String name = names.get(load);
            shown.get(load).addRate(figures, name).addLatency(figures, name).addContent(figures, name);
        }
        String meanwhile = "reports meanwhile, of " + options.pace().perSecond();
        shown.getLast().addRate(figures, meanwhile).addLatency(figures, meanwhile);
    }

    private Duration warmUp() {
        return options.warmUp().dividedBy(WARM_UP_SHARE);
    }

    /** The medians of the loads, which run beside each other. */
    private List<LoadFigures> repeat(List<TimedLoad> loads) throws IOException, InterruptedException {
        List<List<LoadFigures>> runs = new ArrayList<>();
        for (int run = 0; run < options.runs(); run++) {
            runs.add(TimedLoad.together(options.readDuration(), loads));
        }
        return IntStream.range(0, loads.size())
                .mapToObj(load -> LoadFigures.median(
                        runs.stream().map(run -> run.get(load)).toList()))
                .toList();
    }

    private void finish(Figures figures) {
        figures.none("answers that were not what they should be", 0).print(out);
    }
}
