package io.ris.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Hub and agents are killed while a task is at a named step of its way, at each of them: nothing acknowledged is lost, and
 * nothing runs twice that may not. {@code -Dris.steps.rounds} says how often each step is hit. One kill hits several steps at
 * once, with a different task held at each.
 */
@TestInstance(Lifecycle.PER_CLASS)
@ExtendWith(SharedHub.class)
class StepKillsIT {

    private static final int ROUNDS = Integer.getInteger("ris.steps.rounds", 1);
    private static final int AGENTS = 5;
    private static final int TASKS_OF_AN_AGENT = 6;

    /** How long nothing new is reached before the kill comes without the rest: those are the next kill's. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private static final Duration REACHED = Duration.ofSeconds(40);

    private static final String TASKS = "io.ris.hub.tasks.";
    private static final String CONNECTION = "io.ris.hub.fleet.connection.AgentConnection";
    private static final List<Step> HUB_STEPS = List.of(
            Step.after("stored", TASKS + "TaskRepository", "insert", ""),
            Step.after("message sent", TASKS + "TaskSubmission", "submit", ""),
            Step.after("offer recorded", TASKS + "TaskLife", "route", ""),
            Step.after("offer to start at once recorded", TASKS + "TaskLife", "routeAndStart", ""),
            Step.after("offered", CONNECTION, "send", "$Offer"),
            Step.before("accepted received", TASKS + "TaskLife", "start", ""),
            Step.after("running recorded", TASKS + "TaskLife", "start", ""),
            Step.after("start sent", CONNECTION, "send", "$Start"),
            Step.before("started", TASKS + "TaskFrames", "received", "$Started"),
            Step.before("output stored", CONNECTION, "send", "$OutputAck"),
            Step.before("result received", TASKS + "TaskLife", "finish", ""),
            Step.after("result stored", TASKS + "TaskLife", "finish", ""),
            Step.before("about to acknowledge", CONNECTION, "send", "$Ack"),
            Step.after("acknowledged", CONNECTION, "send", "$Ack"));

    private static final String AGENT = "io.ris.agent.";
    private static final List<Step> AGENT_STEPS = List.of(
            Step.before("offer received", AGENT + "execution.Assignments", "offered", ""),
            Step.after("offer journalled", AGENT + "journal.Journal", "accept", ""),
            Step.after("accepted sent", AGENT + "connection.WebSocketWire", "send", "\"type\":\"accepted\""),
            Step.before("start received", AGENT + "execution.Assignments", "begin", ""),
            Step.after("start journalled", AGENT + "journal.JournalEntry", "markStarted", ""),
            Step.before("process running", AGENT + "execution.Assignments", "tellStarted", ""),
            Step.before("process ended", AGENT + "execution.Assignments", "finish", ""),
            Step.after("result journalled", AGENT + "journal.JournalEntry", "finish", ""),
            Step.after("result sent", AGENT + "connection.WebSocketWire", "send", "\"type\":\"result\""),
            Step.before("acknowledgement received", AGENT + "execution.Assignments", "acknowledged", ""),
            Step.after("forgotten", AGENT + "journal.Journal", "forget", ""));

    private final int hubsDoor = Scratch.port();
    private final List<Worker> workers = new ArrayList<>();
    private TaskLedger ledger = new TaskLedger();
    private Hub hub;
    private final Queue<String> refused = new ConcurrentLinkedQueue<>();
    private int labels;

    /** What becomes of a task that may have run, and whether it writes much. */
    private enum Kind {
        ONCE,
        WITH_OUTPUT,
        IDEMPOTENT
    }

    /** @param door the port at which its process can be held */
    private record Worker(AgentProcess agent, int door) {}

    @BeforeAll
    void start() {
        String option = KillPoints.option(hubsDoor).replace(",", "\\,");
        hub = Hub.withoutAgent()
                .with("RIS_SERVER_JVM_OPTIONS", "-XX:TieredStopAtLevel=1," + option)
                .start();
        RisApi api = hub.admin();
        workers.addAll(IntStream.range(0, AGENTS)
                .parallel()
                .mapToObj(i -> startWorker(api, "worker-" + i))
                .toList());
    }

    private Worker startWorker(RisApi api, String name) {
        int door = Scratch.port();
        Map<String, String> environment = Map.of("JAVA_TOOL_OPTIONS", KillPoints.option(door));
        return new Worker(AgentProcess.enrolled(hub, api, name, environment), door);
    }

    @BeforeEach
    void startAgain() {
        if (!hub.isRunning()) {
            hub.start();
        }
    }

    @AfterAll
    void stop() {
        workers.forEach(worker -> worker.agent().close());
        hub.close();
    }

    @Test
    @Timeout(3_600)
    void losesAndDoublesNothingWhereverTheHubIsKilled() {
        Map<Step, Integer> hits = new LinkedHashMap<>();
        HUB_STEPS.forEach(step -> hits.put(step, 0));
        for (Set<Step> left = left(hits); !left.isEmpty(); left = left(hits)) {
            awaitWork();
            Set<Step> hit = killHubAt(left);
            assertThat(hit).as("steps reached of %s", left).isNotEmpty();
            hit.forEach(step -> hits.merge(step, 1, Integer::sum));
        }
        tell("hub", hits);
    }

    private static Set<Step> left(Map<Step, Integer> hits) {
        Set<Step> left = new LinkedHashSet<>();
        hits.forEach((step, times) -> {
            if (times < ROUNDS) {
                left.add(step);
            }
        });
        return left;
    }

    private Set<Step> killHubAt(Set<Step> steps) {
        RisApi api = hub.admin();
        Set<Step> held;
        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor();
                KillPoints points = KillPoints.of(hubsDoor, steps)) {
            for (int i = 0; i < TASKS_OF_AN_AGENT; i++) {
                Kind kind = Kind.values()[i % Kind.values().length];
                workers.forEach(worker -> submitTo(api, worker, kind, clients));
            }
            held = Set.copyOf(points.hold(steps.size(), PATIENCE));
            hub.killHub();
        }
        say("hub", held);
        assertThat(refused).isEmpty();
        hub.start();
        ledger.repeatUnanswered(hub.admin());
        ledger.assertEachEndedOnce(hub);
        ledger = new TaskLedger();
        return held;
    }

    @Test
    @Timeout(3_600)
    void losesAndDoublesNothingWhereverAnAgentIsKilled() {
        Map<Step, Integer> hits = new LinkedHashMap<>();
        for (int round = 0; round < ROUNDS; round++) {
            for (int first = 0; first < AGENT_STEPS.size(); first += AGENTS) {
                List<Step> steps = AGENT_STEPS.subList(first, Math.min(AGENT_STEPS.size(), first + AGENTS));
                awaitWork();
                killAgentsAt(steps, first + round);
                steps.forEach(step -> hits.merge(step, 1, Integer::sum));
            }
        }
        int unknown = ledger.assertEachEndedOnceOrUnknown(hub);
        Figures.tell("tasks whose outcome nobody knows, of " + ledger.size(), unknown, "");
        tell("agent", hits);
    }

    /** Each step at an agent of its own; at every second one of them what is held may run again. */
    private void killAgentsAt(List<Step> steps, int turn) {
        RisApi api = hub.admin();
        Map<Step, KillPoints> points = new HashMap<>();
        for (int i = 0; i < steps.size(); i++) {
            points.put(steps.get(i), KillPoints.of(workers.get(i).door(), List.of(steps.get(i))));
        }
        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < steps.size(); i++) {
                Kind kind = (turn + i) % 2 == 0 ? Kind.ONCE : Kind.IDEMPOTENT;
                submitTo(api, workers.get(i), kind, clients);
                submitTo(api, workers.get(i), kind, clients);
            }
        }
        assertThat(refused).isEmpty();
        for (int i = 0; i < steps.size(); i++) {
            Step step = steps.get(i);
            try (KillPoints point = points.get(step)) {
                assertThat(point.hold(1, REACHED)).containsExactly(step);
                workers.get(i).agent().kill();
            }
        }
        say("agents", steps);
        workers.subList(0, steps.size()).forEach(worker -> worker.agent().restart());
    }

    /** Every class that a task's way leads through is there once a task of each kind has gone it, on every agent. */
    private void awaitWork() {
        RisApi api = hub.admin();
        workers.parallelStream().forEach(worker -> {
            api.awaitConnected(worker.agent().id());
            for (boolean idempotent : new boolean[] {false, true}) {
                assertThat(api.run(Submission.command(worker.agent().id(), "echo", "ready")
                                        .with("idempotent", idempotent))
                                .path("status")
                                .asText())
                        .isEqualTo("completed");
            }
        });
    }

    private void submitTo(RisApi api, Worker worker, Kind kind, ExecutorService clients) {
        String label = "task-" + labels++;
        clients.execute(() -> submit(api, worker.agent().id(), label, kind));
    }

    private void submit(RisApi api, String agent, String label, Kind kind) {
        try {
            Reply reply =
                    switch (kind) {
                        case ONCE -> ledger.submit(api, agent, label, 0.1);
                        case WITH_OUTPUT -> ledger.submitWithOutput(api, agent, label);
                        case IDEMPOTENT -> ledger.submitIdempotent(api, agent, label, 0.1);
                    };
            if (reply.status() != 202) {
                refused.add(reply.text());
            }
        } catch (UncheckedIOException killed) {
            assertThat(ledger.unanswered()).isPositive();
        }
    }

    @SuppressWarnings("SystemOut") // whoever reads of a failure needs to know what was killed where
    private static void say(String what, Iterable<Step> held) {
        System.out.println("killed " + what + " at " + held);
    }

    private static void tell(String what, Map<Step, Integer> hits) {
        hits.forEach((step, times) -> Figures.tell("kills of the " + what + " at '" + step + "'", times, ""));
    }
}
