package io.ris.bench;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ris bench tasks}: tasks per second and the time from submit to result. */
@Command(name = "tasks", description = "Submits 'uname -a' to simulated and to real agents and times submit to result.")
final class TasksBench extends BenchCommand {

    private static final Duration P50_TARGET = Duration.ofMillis(5);
    private static final Duration P95_TARGET = Duration.ofMillis(15);
    private static final Duration P99_TARGET = Duration.ofMillis(50);
    private static final double THROUGHPUT_TARGET = 600;
    private static final String NOTHING_COMPLETED = "no task completed";
    private static final Duration CONNECT_LIMIT = Duration.ofMinutes(5);

    @Option(names = "--agents", defaultValue = "20", description = "Simulated agents; 0 for none (${DEFAULT-VALUE})")
    private int agents;

    @Option(names = "--real-agents", defaultValue = "1", description = "Agent processes; 0 for none (${DEFAULT-VALUE})")
    private int realAgents;

    @Option(names = "--concurrency", defaultValue = "50", description = "Tasks under way at a time (${DEFAULT-VALUE})")
    private int concurrency;

    @Option(
            names = "--rate",
            defaultValue = "0",
            description = "Tasks due per second; 0 for as many as the hub does (${DEFAULT-VALUE})")
    private int rate;

    @Option(
            names = "--count",
            defaultValue = "5000",
            description = "Tasks per run, simulated agents (${DEFAULT-VALUE})")
    private int count;

    @Option(names = "--real-count", defaultValue = "500", description = "Tasks per run, real agents (${DEFAULT-VALUE})")
    private int realCount;

    @Option(names = "--runs", defaultValue = "5", description = "Runs, of which the median is told (${DEFAULT-VALUE})")
    private int runs;

    @Option(names = "--capacity", defaultValue = "16", description = "Places of a simulated agent (${DEFAULT-VALUE})")
    private int capacity;

    @Override
    Map<String, String> settings() {
        return Map.of();
    }

    @Override
    boolean measure(HubUnderTest hub, HubClient client) throws Exception {
        boolean nothingFailed = true;
        if (agents > 0) {
            nothingFailed &= measureSimulated(hub, client);
        }
        if (realAgents > 0) {
            nothingFailed &= measureReal(hub, client);
        }
        return nothingFailed;
    }

    private boolean measureSimulated(HubUnderTest hub, HubClient client) throws Exception {
        List<AgentCredentials> enrolled = enrol(client, agents);
        try (AgentFleet fleet = new AgentFleet(
                hub.address(), hub.trust().managers(), enrolled, capacity, Work.NOTHING, Clock.systemUTC())) {
            fleet.connectAll(CONNECT_LIMIT);
            say(agents + " simulated agents are connected");
            List<String> clientIds =
                    enrolled.stream().map(agent -> agent.id().value()).toList();
            Figures figures = new Figures("tasks on " + agents + " simulated agents, " + concurrency + " at a time"
                    + (rate > 0 ? ", " + rate + " due per second" : ""));
            RunFigures median = repeat(hub, client, clientIds, concurrency, new Pace(rate), count, figures);
            addThroughput(figures, median);
            figures.print(out());
            return median.failed() == 0;
        } finally {
            if (!hub.isDisposable()) {
                for (AgentCredentials agent : enrolled) {
                    client.deleteAgent(agent.number());
                }
            }
        }
    }

    private boolean measureReal(HubUnderTest hub, HubClient client) throws Exception {
        List<RealAgent> started = new ArrayList<>();
        try {
            String prefix = uniquePrefix();
            for (int number = 1; number <= realAgents; number++) {
                started.add(RealAgent.start(hubOptions().home(), hub.address(), client, prefix + "-real-" + number));
            }
            say(realAgents + " real agents are connected");
            List<String> clientIds = started.stream().map(RealAgent::clientId).toList();

            Figures oneByOne = new Figures("tasks on a real agent, one at a time");
            RunFigures latency = repeat(hub, client, clientIds.subList(0, 1), 1, Pace.UNLIMITED, realCount, oneByOne);
            addLatency(oneByOne, latency);
            oneByOne.print(out());

            Figures together = new Figures("tasks on real agents (" + realAgents + "), " + concurrency + " at a time");
            RunFigures load = repeat(hub, client, clientIds, concurrency, new Pace(rate), realCount, together);
            addThroughput(together, load);
            together.print(out());
            return latency.failed() == 0 && load.failed() == 0;
        } finally {
            for (RealAgent agent : started) {
                agent.close();
                if (!hub.isDisposable()) {
                    client.deleteAgent(agent.number());
                }
            }
        }
    }

    /** One run to warm up, then those that count; adds what they cost, and returns their median. */
    private RunFigures repeat(
            HubUnderTest hub,
            HubClient client,
            List<String> clientIds,
            int atOnce,
            Pace pace,
            int tasks,
            Figures figures)
            throws IOException, InterruptedException {
        TaskLoad load = new TaskLoad(atOnce, pace, new CommandSubmission(client, clientIds));
        tell("warm-up", load.run(tasks));
        Costs costs = Costs.of(hub);
        List<RunFigures> measured = new ArrayList<>();
        for (int run = 1; run <= runs; run++) {
            RunFigures result = load.run(tasks);
            tell("run " + run, result);
            measured.add(result);
        }
        costs.add(figures, runs + " runs of " + tasks);
        costs.addMemory(figures);
        load.firstFailure().ifPresent(reason -> say("first failure: " + reason));
        return RunFigures.median(measured);
    }

    private void tell(String name, RunFigures run) {
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
