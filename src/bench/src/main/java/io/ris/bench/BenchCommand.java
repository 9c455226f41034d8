package io.ris.bench;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** A benchmark as a command: opens the hub, measures, closes it. */
abstract class BenchCommand implements Callable<Integer> {

    private static final int MOST_IN_DEFAULT_HEAP = 2_000;
    private static final int MOST_BY_DEFAULT = 10_000;
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

    @Option(
            names = "--profile",
            paramLabel = "PREFIX",
            description =
                    "Once more with the hub's flight recorder on, into PREFIX-1.jfr and so on; of tasks, dispatch,"
                            + " fanout, fairness and reports")
    private @Nullable String profiles;

    private int taken;

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
    abstract Map<String, String> settings() throws IOException;

    /** Measures and prints; returns whether nothing was lost. */
    abstract boolean measure(HubUnderTest hub, HubClient client) throws Exception;

    /** What a hub that is started needs beyond its defaults to have so many agents connected. */
    static Map<String, String> roomFor(int agents) {
        Map<String, String> settings = new HashMap<>();
        if (agents > MOST_IN_DEFAULT_HEAP && System.getenv(JVM_OPTIONS) == null) {
            settings.put(JVM_OPTIONS, "-Xmx2g");
        }
        if (agents > MOST_BY_DEFAULT) {
            settings.put("RIS_CLIENT_MANAGEMENT_MAX_CLIENTS", Integer.toString(agents));
        }
        return settings;
    }

    /** Enrols simulated agents under names that no earlier benchmark has used. */
    List<AgentCredentials> enrol(HubClient client, int agents) throws IOException, InterruptedException {
        return enrol(client, uniquePrefix(), agents);
    }

    /** The same, with a prefix of their names that is the value of their label, too. */
    List<AgentCredentials> enrol(HubClient client, String prefix, int agents) throws IOException, InterruptedException {
        return new Enroller(client, prefix, enrolAtOnce).enrol(agents);
    }

    /** Runs to warm up, then those that count; adds what the latter cost, and returns their median. */
    RunFigures repeat(HubUnderTest hub, TaskLoad load, RunOptions options, int tasks, Figures figures)
            throws IOException, InterruptedException, TimeoutException {
        for (int warmUp = 1; warmUp <= options.warmUps(); warmUp++) {
            tellRun("warm-up " + warmUp, load.run(tasks));
        }
        int runs = options.runs();
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
        profile(hub, () -> load.run(tasks));
        return RunFigures.median(measured);
    }

    /** What a benchmark does once. */
    @FunctionalInterface
    interface Run {

        /** @throws IOException if something was lost */
        Object once() throws IOException, InterruptedException, TimeoutException;
    }

    boolean isProfiled() {
        return profiles != null;
    }

    /** Where a profile is wanted, does it once more with the hub's flight recorder on; that run is not timed. */
    void profile(HubUnderTest hub, Run run) throws IOException, InterruptedException, TimeoutException {
        if (profiles == null || hub.process().isEmpty()) {
            return;
        }
        Path file = Path.of(profiles + "-" + ++taken + ".jfr").toAbsolutePath();
        JavaProcess process = hub.process().get();
        process.startRecording();
        run.once();
        process.stopRecording(file);
        say("profile: " + file);
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
