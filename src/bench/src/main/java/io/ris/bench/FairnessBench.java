package io.ris.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ris bench fairness}: what a tenant notices of another one with a long queue. */
@Command(
        name = "fairness",
        description = "Times a tenant's tasks alone, and while many tasks of another tenant are being worked off.")
final class FairnessBench extends BenchCommand {

    private static final int SUBMITTERS = 16;

    /** By how much the other tenant may lengthen the wait (spec "Tasks", Fairness). */
    private static final double FACTOR = 2;

    @Option(names = "--waiting", defaultValue = "10000", description = "Tasks of the other tenant (${DEFAULT-VALUE})")
    private int waiting;

    @Option(names = "--agents", defaultValue = "10", description = "Simulated agents of each (${DEFAULT-VALUE})")
    private int agents;

    @Option(names = "--capacity", defaultValue = "4", description = "Places of a simulated agent (${DEFAULT-VALUE})")
    private int capacity;

    @Option(names = "--concurrency", defaultValue = "4", description = "Tasks under way of the one (${DEFAULT-VALUE})")
    private int concurrency;

    @Option(names = "--count", defaultValue = "500", description = "Tasks per run of the one (${DEFAULT-VALUE})")
    private int count;

    @Mixin
    private RunOptions options = new RunOptions();

    @Override
    Map<String, String> settings() {
        return Map.of("RIS_TASK_ORCHESTRATION_QUEUE_SIZE", Integer.toString(waiting + 1_000));
    }

    @Override
    boolean measure(HubUnderTest hub, HubClient client) throws Exception {
        HubClient neighbour = client.createTenant(uniquePrefix().replace('-', '_'));
        try (EnrolledFleet ours = new EnrolledFleet(hub, client, enrol(client, agents), capacity);
                EnrolledFleet theirs = new EnrolledFleet(hub, neighbour, enrol(neighbour, agents), capacity)) {
            ours.connect(options.connectLimit());
            TaskLoad load = new TaskLoad(concurrency, Pace.UNLIMITED, new CommandSubmission(client, ours.clientIds()));
            Figures figures = new Figures("a tenant's tasks, " + concurrency + " at a time, beside " + waiting
                    + " waiting ones of another tenant");
            RunFigures alone = repeat(hub, load, options, count, figures);
            List<RunFigures> beside = new ArrayList<>();
            long leastLeft = waiting;
            for (int run = 1 - options.warmUps(); run <= options.runs(); run++) {
                fill(neighbour, theirs.clientIds());
                theirs.connect(options.connectLimit());
                RunFigures result = load.run(count);
                long left = neighbour.tasks("queued");
                String name = run > 0 ? "run " + run : "warm-up " + (run + options.warmUps());
                tellRun(name + " beside the other tenant", result);
                say("    tasks of the other tenant still waiting: " + left);
                if (run > 0) {
                    beside.add(result);
                    leastLeft = Math.min(leastLeft, left);
                }
                awaitEmpty(neighbour);
                theirs.disconnect();
            }
            if (isProfiled()) {
                fill(neighbour, theirs.clientIds());
                theirs.connect(options.connectLimit());
                profile(hub, () -> load.run(count));
            }
            return conclude(figures, alone, RunFigures.median(beside), leastLeft);
        }
    }

    private boolean conclude(Figures figures, RunFigures alone, RunFigures beside, long leastLeft) {
        figures.add("submit to result alone, p50", Figures.text(alone.p50()))
                .add("submit to result alone, p99", Figures.text(alone.p99()))
                .add("submit to result beside the other, p50", Figures.text(beside.p50()))
                .add("submit to result beside the other, p99", Figures.text(beside.p99()))
                .atMost(
                        "p99 beside the other by p99 alone",
                        (double) beside.p99().toNanos() / alone.p99().toNanos(),
                        FACTOR,
                        "")
                .add("the other's tasks still waiting at the end of a run, least", Long.toString(leastLeft))
                .none("tasks that did not complete", alone.failed() + beside.failed())
                .print(out());
        return alone.failed() + beside.failed() == 0;
    }

    /** Gives the other tenant's agents, which are away, more to do than they can. */
    private void fill(HubClient neighbour, List<String> clientIds) throws IOException, InterruptedException {
        List<String> bodies = new ArrayList<>();
        for (String clientId : clientIds) {
            bodies.add(HubClient.json(Map.of(
                    "client_id",
                    clientId,
                    "async",
                    true,
                    "task",
                    Map.of("type", "command", "command", "uname", "args", List.of("-a")))));
        }
        List<Future<?>> submissions = new ArrayList<>();
        try (ExecutorService submitters = Executors.newFixedThreadPool(SUBMITTERS)) {
            for (int i = 0; i < waiting; i++) {
                String body = bodies.get(i % bodies.size());
                submissions.add(submitters.submit(() -> neighbour.execute(body)));
            }
        }
        for (Future<?> submission : submissions) {
            try {
                submission.get();
            } catch (ExecutionException e) {
                throw new IOException("a task could not be submitted: " + e.getCause(), e);
            }
        }
    }

    private static void awaitEmpty(HubClient neighbour) throws IOException, InterruptedException, TimeoutException {
        long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(30);
        while (neighbour.tasks("queued") + neighbour.tasks("routing") + neighbour.tasks("running") > 0) {
            if (System.nanoTime() > end) {
                throw new TimeoutException("the other tenant's tasks did not end");
            }
            TimeUnit.MILLISECONDS.sleep(500);
        }
    }
}
