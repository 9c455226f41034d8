package io.ris.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ris bench tasks}: tasks per second and the time from submit to result. */
@Command(name = "tasks", description = "Submits 'uname -a' to simulated and to real agents and times submit to result.")
final class TasksBench extends BenchCommand {

    private static final Duration P50_TARGET = Duration.ofMillis(5);
    private static final Duration P95_TARGET = Duration.ofMillis(15);
    private static final Duration P99_TARGET = Duration.ofMillis(50);
    private static final double THROUGHPUT_TARGET = 600;
    private static final String NOTHING_COMPLETED = "no task completed";

    @Option(names = "--agents", defaultValue = "20", description = "Simulated agents; 0 for none (${DEFAULT-VALUE})")
    private int agents;

    @Option(
            names = "--real-agents",
            defaultValue = "20",
            description = "Agent processes; 0 for none (${DEFAULT-VALUE})")
    private int realAgents;

    @Option(
            names = "--idle-agents",
            defaultValue = "10000",
            description = "Further simulated agents, connected and without tasks (${DEFAULT-VALUE})")
    private int idleAgents;

    @Option(
            names = "--concurrency",
            defaultValue = "1000",
            description = "Tasks under way at a time (${DEFAULT-VALUE})")
    private int concurrency;

    @Option(
            names = "--rate",
            defaultValue = "0",
            description = "Tasks due per second; 0 for as many as the hub does (${DEFAULT-VALUE})")
    private int rate;

    @Option(names = "--count", defaultValue = "5000", description = "Tasks per run, many at a time (${DEFAULT-VALUE})")
    private int count;

    @Option(
            names = "--single-count",
            defaultValue = "500",
            description = "Tasks per run, one at a time (${DEFAULT-VALUE})")
    private int singleCount;

    @Mixin
    private RunOptions options = new RunOptions();

    @Option(names = "--capacity", defaultValue = "16", description = "Places of a simulated agent (${DEFAULT-VALUE})")
    private int capacity;

    @Override
    Map<String, String> settings() {
        return roomFor(idleAgents + agents + realAgents);
    }

    @Override
    boolean measure(HubUnderTest hub, HubClient client) throws Exception {
        try (EnrolledFleet idle = new EnrolledFleet(hub, client, enrol(client, idleAgents), capacity)) {
            AgentFleet others = idle.connect(options.connectLimit());
            say(idleAgents + " agents without tasks are connected");
            boolean nothingFailed = agents == 0 || measureSimulated(hub, client);
            nothingFailed &= realAgents == 0 || measureReal(hub, client);
            return nothingFailed && others.connected() == idleAgents;
        }
    }

    private boolean measureSimulated(HubUnderTest hub, HubClient client) throws Exception {
        try (EnrolledFleet simulated = new EnrolledFleet(hub, client, enrol(client, agents), capacity)) {
            simulated.connect(options.connectLimit());
            say(agents + " simulated agents are connected");
            Figures figures = new Figures("tasks on " + agents + " simulated agents, " + atOnce());
            RunFigures median = repeat(hub, load(client, simulated.clientIds()), options, count, figures);
            addThroughput(figures, median);
            figures.print(out());
            return median.failed() == 0;
        }
    }

    private boolean measureReal(HubUnderTest hub, HubClient client) throws Exception {
        try (RealAgents real = RealAgents.start(realAgents, hubOptions().home(), hub, client, uniquePrefix())) {
            say(realAgents + " real agents are connected");
            List<String> clientIds = real.clientIds();

            Figures oneByOne = new Figures("tasks on a real agent, one at a time");
            TaskLoad single = new TaskLoad(1, Pace.UNLIMITED, new CommandSubmission(client, clientIds.subList(0, 1)));
            RunFigures latency = repeat(hub, single, options, singleCount, oneByOne);
            addLatency(oneByOne, latency);
            oneByOne.print(out());

            Figures together = new Figures("tasks on " + realAgents + " real agents, " + atOnce());
            RunFigures median = repeat(hub, load(client, clientIds), options, count, together);
            addThroughput(together, median);
            together.print(out());
            return latency.failed() == 0 && median.failed() == 0;
        }
    }

    private TaskLoad load(HubClient client, List<String> clientIds) throws IOException {
        return new TaskLoad(concurrency, new Pace(rate), new CommandSubmission(client, clientIds));
    }

    private String atOnce() {
        return concurrency + " at a time" + (rate > 0 ? ", " + rate + " due per second" : "");
    }

    private static void addThroughput(Figures figures, RunFigures median) {
        figures.atLeast("tasks per second", median.perSecond(), THROUGHPUT_TARGET, "/s");
        figures.none("tasks that did not complete", median.failed());
        if (median.hasLatency()) {
            figures.add("submit to result, p50", Figures.text(median.p50()))
                    .add("submit to result, p95", Figures.text(median.p95()))
                    .add("submit to result, p99", Figures.text(median.p99()))
                    .add("submit to result, max", Figures.text(median.max()));
        } else {
            figures.add("submit to result", NOTHING_COMPLETED);
        }
    }

    static void addLatency(Figures figures, RunFigures median) {
        figures.add("tasks per second", Figures.text(median.perSecond(), "/s"));
        figures.none("tasks that did not complete", median.failed());
        if (median.hasLatency()) {
            figures.atMost("submit to result, p50", median.p50(), P50_TARGET)
                    .atMost("submit to result, p95", median.p95(), P95_TARGET)
                    .atMost("submit to result, p99", median.p99(), P99_TARGET)
                    .add("submit to result, max", Figures.text(median.max()));
        } else {
            figures.add("submit to result", NOTHING_COMPLETED);
        }
    }
}
