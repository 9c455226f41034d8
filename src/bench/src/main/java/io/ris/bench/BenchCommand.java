package io.ris.bench;

import java.io.IOException;
import java.io.PrintWriter;
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

    /** Enrols simulated agents under names that no earlier benchmark has used. */
    List<AgentCredentials> enrol(HubClient client, int agents) throws IOException, InterruptedException {
        return new Enroller(client, uniquePrefix(), enrolAtOnce).enrol(agents);
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
