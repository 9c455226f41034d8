package io.ris.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Hub and agents are killed and stopped at random and connections cut, one after the other and together, while others go on
 * submitting and messages between hub and agents come late or twice. {@code -Dris.chaos.tasks} and {@code -Dris.chaos.rounds}
 * say how much and how often in the long run, {@code -Dris.chaos.seed} makes a run's faults again.
 */
@ExtendWith(SharedHub.class)
class ChaosIT {

    private static final int TASKS = Integer.getInteger("ris.chaos.tasks", 2_000);
    private static final int ROUNDS = Integer.getInteger("ris.chaos.rounds", 20);
    private static final int AGENTS = 3;
    private static final int SUBMITTERS = 2;
    private static final int MOST_AHEAD = 100;
    private static final Duration PROGRESS_LIMIT = Duration.ofMinutes(2);
    private static final Duration CARRIES_ON_WITHIN = Duration.ofSeconds(10);

    private final long seed = Long.getLong("ris.chaos.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final TaskLedger ledger = new TaskLedger();
    private final List<AgentProcess> agents = new ArrayList<>();
    private final List<Recovery> readyAgain = new ArrayList<>();
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicInteger withoutAnswer = new AtomicInteger();
    private volatile boolean submitting = true;
    private Hub hub;
    private FaultyRelay relay;

    /** The hub of this run, not started. */
    Hub newHub() {
        return Hub.withoutAgent();
    }

    /** What can go wrong now. */
    List<Fault> faults() {
        AgentProcess victim = agents.get(random.nextInt(AGENTS));
        return List.of(
                new Fault(Part.HUB, "hub killed", hub::killHub, hub::start),
                new Fault(Part.AGENT, victim.id() + " killed", victim::kill, victim::restart),
                new Fault(Part.NETWORK, "connections cut", relay::cutAll, () -> {}),
                new Fault(Part.HUB, "hub stopped", hub::stop, hub::start));
    }

    @AfterEach
    void stopAll() {
        agents.forEach(AgentProcess::close);
        if (relay != null) {
            relay.close();
        }
        hub.close();
    }

    @Test
    @Timeout(value = 10, unit = TimeUnit.MINUTES)
    void endsEveryAcknowledgedTaskInAShortRun() throws Exception {
        start();
        run(200, 3);
    }

    @Test
    @Tag("chaos")
    @Timeout(value = 60, unit = TimeUnit.MINUTES)
    void endsEveryAcknowledgedTaskWhateverIsKilledAndWhen() throws Exception {
        start();
        run(TASKS, ROUNDS);
    }

    /** Agents come through the relay, as they would through an operator's proxy. */
    private void start() throws IOException {
        int port = Scratch.port();
        OperatorCa ca = new OperatorCa("CN=Relay CA");
        Path caFile = Files.writeString(Scratch.directory("relay-ca").resolve("ca.crt"), ca.pem());
        hub = newHub().with("RIS_CLIENT_MANAGEMENT_AGENT_TOKENS", "true")
                .with("RIS_SERVER_PUBLIC_URL", "https://localhost:" + port)
                .with("RIS_SERVER_PUBLIC_CA_FILE", caFile.toString())
                .start();
        relay = new FaultyRelay(port, ca.server("localhost"), hub, seed);
        for (int i = 0; i < AGENTS; i++) {
            agents.add(AgentProcess.enrolledByCommand(hub, "worker-" + i, "--signed-token"));
        }
    }

    private void run(int tasks, int rounds) throws Exception {
        try (ExecutorService others = Executors.newFixedThreadPool(SUBMITTERS)) {
            List<Future<?>> submitters = new ArrayList<>();
            try {
                for (int i = 0; i < SUBMITTERS; i++) {
                    submitters.add(others.submit(() -> submitAll(tasks)));
                }
                for (int round = 0; round < rounds; round++) {
                    awaitEffects((round + 1) * tasks / (rounds + 1));
                    disturb(round);
                }
                for (Future<?> submitter : submitters) {
                    submitter.get();
                }
            } finally {
                submitting = false;
            }
        }
        judge(tasks);
    }

    private void awaitEffects(int effects) {
        long before = ledger.effects().total();
        await("work between the faults of seed " + seed)
                .atMost(PROGRESS_LIMIT)
                .until(() -> ledger.effects().total() >= Math.max(effects, before));
    }

    /** Each fault in its turn, every other time with another one; what went down comes up in the order of its parts. */
    @SuppressWarnings("SystemOut") // whoever reads of a failure needs the order of the faults
    private void disturb(int round) {
        List<Fault> all = faults();
        List<Fault> chosen = new ArrayList<>(List.of(all.get(round % all.size())));
        Fault another = all.get(random.nextInt(all.size()));
        if (random.nextBoolean() && another.part() != chosen.getFirst().part()) {
            chosen.add(another);
        }
        System.out.println("seed " + seed + ", round " + round + ": "
                + chosen.stream().map(Fault::name).toList());
        chosen.forEach(fault -> fault.strike().run());
        chosen.stream().sorted(Comparator.comparing(Fault::part)).forEach(fault -> fault.repair()
                .run());
        await("the hub ready").atMost(PROGRESS_LIMIT).until(this::isReady);
        readyAgain.add(new Recovery(Instant.now(), ledger.hasOpen()));
    }

    /** Never far ahead of the agents, and again what had no answer. */
    private void submitAll(int tasks) {
        RisApi api = hub.admin();
        for (int i = next.getAndIncrement(); i < tasks && submitting; i = next.getAndIncrement()) {
            await("room for more").atMost(PROGRESS_LIMIT).until(() -> !submitting || hasRoom());
            while (submitting && !isTaken(api, i)) {
                await("the hub ready").atMost(PROGRESS_LIMIT).until(() -> !submitting || isReady());
                api = hub.admin();
            }
        }
    }

    private boolean isTaken(RisApi api, int i) {
        String agent = agents.get(i % AGENTS).id();
        try {
            Reply reply = i % 4 == 0
                    ? ledger.submitIdempotent(api, agent, "task-" + i, 0.1)
                    : ledger.submit(api, agent, "task-" + i, 0.1 * (i % 4));
            assertThat(reply.status()).as("answer to a submission: %s", reply).isIn(200, 202, 401, 404, 429, 503);
            return reply.status() == 200 || reply.status() == 202;
        } catch (UncheckedIOException hubIsDown) {
            withoutAnswer.incrementAndGet();
            return false;
        }
    }

    private boolean hasRoom() {
        return ledger.size() - ledger.effects().total() < MOST_AHEAD;
    }

    private boolean isReady() {
        try {
            return hub.api().get("/ready").status() == 200;
        } catch (UncheckedIOException hubIsDown) {
            return false;
        }
    }

    private void judge(int tasks) {
        int unknown = ledger.assertEachEndedOnceOrUnknown(hub);
        assertThat(ledger.size()).as("tasks acknowledged").isEqualTo(tasks);
        assertThat(relay.duplicated()).as("messages that came twice").isPositive();
        Figures.tell("tasks acknowledged in " + readyAgain.size() + " rounds of faults", tasks, "");
        Figures.tell("of these ended with an unknown outcome", unknown, "");
        Figures.tell("submissions without an answer, repeated", withoutAnswer.get(), "");
        Figures.tell("messages that came late", relay.delayed(), "");
        Figures.tell("messages that came twice", relay.duplicated(), "");
        readyAgain.forEach(this::assertCarriedOn);
    }

    private void assertCarriedOn(Recovery recovery) {
        Optional<Duration> carriedOn = ledger.nextEndAfter(recovery.at());
        if (recovery.hadOpen()) {
            assertThat(carriedOn)
                    .as("an end after %s, when tasks were open, seed %d", recovery.at(), seed)
                    .isPresent();
        }
        carriedOn.ifPresent(after -> {
            Figures.tell("first end of a task after the hub was ready again", after.toNanos() / 1e6, "ms");
            assertThat(after).as("seed %d", seed).isLessThanOrEqualTo(CARRIES_ON_WITHIN);
        });
    }

    /** When the hub was ready again after faults, and whether there was work left by then. */
    record Recovery(Instant at, boolean hadOpen) {}

    /** The parts that can go down, in the order in which they come up again. */
    enum Part {
        STORE,
        HUB,
        NETWORK,
        AGENT
    }

    /** A way to go down, and how it is made good. */
    record Fault(Part part, String name, Runnable strike, Runnable repair) {}
}
