package io.ris.bench;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** A benchmark as a command: opens the hub, measures, closes it. */
abstract class BenchCommand implements Callable<Integer> {

    private static final int MOST_AGENTS_BY_DEFAULT = 2_000;
    private static final String JVM_OPTIONS = "RIS_SERVER_JVM_OPTIONS";

    @Mixin
    private final HubOptions hubOptions = new HubOptions();

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Shows this")
    @SuppressWarnings("UnusedVariable") // picocli acts on it
    private boolean help;

    @Option(names = "--enrol-at-once", defaultValue = "8", description = "Enrolments under way at a time (8)")
    private int enrolAtOnce;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    /** Returns 0 if nothing was lost, else 1; a missed target is no failure, as machines differ. */
    @Override
    public final Integer call() throws Exception {
        say("opening the hub");
        try (HubUnderTest hub = hubOptions.open(settings());
                HubClient client = hub.login()) {
            return measure(hub, client) ? 0 : 1;
        }
    }

    /** Environment variables for a hub that is started for this benchmark. */
    abstract Map<String, String> settings();

    /** Measures and prints; returns whether nothing was lost. */
    abstract boolean measure(HubUnderTest hub, HubClient client) throws Exception;

    /** What a hub that is started needs beyond its defaults to have so many agents connected. */
    static Map<String, String> roomFor(int agents) {
        return agents > MOST_AGENTS_BY_DEFAULT && System.getenv(JVM_OPTIONS) == null
                ? Map.of(JVM_OPTIONS, "-Xmx1g")
                : Map.of();
    }

    /** Enrols simulated agents under names that no earlier benchmark has used. */
    List<AgentCredentials> enrol(HubClient client, int agents) throws IOException, InterruptedException {
        return enrol(client, uniquePrefix(), agents);
    }

    /** The same, with a prefix of their names that is the value of their label, too. */
    List<AgentCredentials> enrol(HubClient client, String prefix, int agents) throws IOException, InterruptedException {
        return new Enroller(client, prefix, enrolAtOnce).enrol(agents);
    }

    /** One run to warm up, then those that count; adds what they cost, and returns their median. */
    RunFigures repeat(HubUnderTest hub, TaskLoad load, int runs, int tasks, Figures figures)
            throws IOException, InterruptedException {
        tellRun("warm-up", load.run(tasks));
        Costs costs = Costs.of(hub);
        List<RunFigures> measured = new ArrayList<>();
        for (int run = 1; run <= runs; run++) {
            RunFigures result = load.run(tasks);
            tellRun("run " + run, result);
            measured.add(result);
        }
        costs.add(figures, runs + " runs of " + tasks);
        costs.addMemory(figures);
        load.firstFailure().ifPresent(reason -> say("first failure: " + reason));
        return RunFigures.median(measured);
    }

    /** Tells what a run showed. */
    void tellRun(String name, RunFigures run) {
        say("  %s: %s, p50 %s, p95 %s, p99 %s, max %s, failed %d"
                .formatted(
                        name,
                        Figures.text(run.perSecond(), "tasks/s"),
                        Figures.text(run.p50()),
                        Figures.text(run.p95()),
                        Figures.text(run.p99()),
                        Figures.text(run.max()),
                        run.failed()));
    }

    HubOptions hubOptions() {
        return hubOptions;
    }

    PrintWriter out() {
        return spec.commandLine().getOut();
    }

    /** Tells how far the benchmark is. */
    void say(String progress) {
        out().println(progress);
        out().flush();
    }

    /** A name prefix that no earlier benchmark on the same hub has used. */
    static String uniquePrefix() {
        return "bench-" + UUID.randomUUID().toString().substring(0, 8);
    }
}
