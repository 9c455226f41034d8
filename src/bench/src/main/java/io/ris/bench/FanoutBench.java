package io.ris.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ris bench fanout}: one job for many agents. */
@Command(name = "fanout", description = "Times a job for many agents from its submit until all results are in.")
final class FanoutBench extends BenchCommand {

    private static final Duration TARGET = Duration.ofSeconds(5);
    private static final Duration JOB_LIMIT = Duration.ofMinutes(5);
    private static final int CAPACITY = 4;

    /** Each look at a job makes the hub count its tasks, so that looking more often would be measured, too. */
    private static final long POLL_MILLIS = 50;

    @Option(names = "--agents", defaultValue = "1000", description = "Simulated agents (default ${DEFAULT-VALUE})")
    private int agents;

    @Option(
            names = "--idle-agents",
            defaultValue = "9000",
            description = "Further simulated agents, connected and not meant by the job (default ${DEFAULT-VALUE})")
    private int idleAgents;

    @Option(names = "--real-agents", defaultValue = "1", description = "Agent processes beside them (${DEFAULT-VALUE})")
    private int realAgents;

    @Mixin
    private RunOptions options = new RunOptions();

    private int incomplete;

    @Override
    Map<String, String> settings() {
        return roomFor(agents + idleAgents + realAgents);
    }

    @Override
    boolean measure(HubUnderTest hub, HubClient client) throws Exception {
        String prefix = uniquePrefix();
        try (EnrolledFleet idle = new EnrolledFleet(hub, client, enrol(client, uniquePrefix(), idleAgents), CAPACITY);
                EnrolledFleet simulated = new EnrolledFleet(hub, client, enrol(client, prefix, agents), CAPACITY);
                RealAgents real = RealAgents.start(realAgents, hubOptions().home(), hub, client, prefix)) {
            idle.connect(options.connectLimit());
            simulated.connect(options.connectLimit());
            say(agents + " simulated and " + real.clientIds().size() + " real agents are connected");
            return measure(hub, client, prefix);
        }
    }

    private boolean measure(HubUnderTest hub, HubClient client, String prefix) throws Exception {
        Figures figures = new Figures("a job for " + agents + " simulated and " + realAgents + " real agents"
                + (idleAgents > 0 ? ", with " + idleAgents + " others connected" : ""));
        for (int warmUp = 1; warmUp <= options.warmUps(); warmUp++) {
            say("  warm-up " + warmUp + ": " + Figures.text(run(client, prefix)));
        }
        Costs costs = Costs.of(hub);
        List<Duration> measured = new ArrayList<>();
        for (int run = 1; run <= options.runs(); run++) {
            Duration elapsed = run(client, prefix);
            say("  run " + run + ": " + Figures.text(elapsed));
            measured.add(elapsed);
        }
        Collections.sort(measured);
        figures.none("tasks that did not complete", incomplete);
        figures.atMost("until all results are in, median", measured.get((options.runs() - 1) / 2), TARGET);
        figures.add("until all results are in, shortest", Figures.text(measured.getFirst()));
        figures.add("until all results are in, longest", Figures.text(measured.getLast()));
        costs.add(figures, options.runs() + " runs");
        costs.addMemory(figures);
        figures.print(out());
        profile(hub, () -> run(client, prefix));
        return incomplete == 0;
    }

    /** One job; its time is known to within the interval of looking. */
    private Duration run(HubClient client, String prefix) throws IOException, InterruptedException, TimeoutException {
        String body = HubClient.json(Map.of(
                "target",
                Map.of("labels", Map.of(Enroller.LABEL, prefix), "strategy", "all"),
                "task",
                Map.of("type", "command", "command", "uname", "args", List.of("-a"))));
        long begun = System.nanoTime();
        String id = client.execute(body).required("job_id").textValue();
        JsonNode job = client.job(id);
        while (!job.hasNonNull("completed_at")) {
            if (System.nanoTime() - begun > JOB_LIMIT.toNanos()) {
                throw new TimeoutException("a job did not end: " + job);
            }
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
            job = client.job(id);
        }
        Duration elapsed = Duration.ofNanos(System.nanoTime() - begun);
        incomplete += agents + realAgents - job.at("/progress/completed").asInt();
        return elapsed;
    }
}
