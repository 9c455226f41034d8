package io.ris.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
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
 * The long fault run: hub and agents are killed and stopped at random, one after the other and together, while others go on
 * submitting. {@code -Dris.chaos.rounds} says how often, {@code -Dris.chaos.seed} makes a run's order of faults again.
 */
@Tag("chaos")
@ExtendWith(SharedHub.class)
class ChaosIT {

    private static final int ROUNDS = Integer.getInteger("ris.chaos.rounds", 20);
    private static final int AGENTS = 3;
    private static final int SUBMITTERS = 2;
    private static final int EFFECTS_BETWEEN_BLOWS = 40;
    private static final int MOST_AHEAD = 100;
    private static final Duration PROGRESS_LIMIT = Duration.ofMinutes(2);

    private final long seed = Long.getLong("ris.chaos.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final TaskLedger ledger = new TaskLedger();
    private final List<AgentProcess> agents = new ArrayList<>();
    private final AtomicInteger unanswered = new AtomicInteger();
    private volatile boolean submitting = true;
    private Hub hub;

    /** The hub of this run, not started. */
    Hub newHub() {
        return Hub.withoutAgent();
    }

    /** What can go wrong now. */
    List<Fault> faults() {
        AgentProcess victim = agents.get(random.nextInt(AGENTS));
        return List.of(
                new Fault(Part.HUB, "hub killed", hub::killHub, hub::start),
                new Fault(Part.HUB, "hub stopped", hub::stop, hub::start),
                new Fault(Part.AGENT, victim.id() + " killed", victim::kill, victim::restart));
    }

    @AfterEach
    void stopAll() {
        agents.forEach(AgentProcess::close);
        hub.close();
    }

    @Test
    @Timeout(value = 25, unit = TimeUnit.MINUTES)
    void endsEveryAcknowledgedTaskOnceWhateverIsKilledAndWhen() throws Exception {
        hub = newHub().start();
        for (int i = 0; i < AGENTS; i++) {
            agents.add(AgentProcess.enrolled(hub, "worker-" + i));
        }
        try (ExecutorService others = Executors.newFixedThreadPool(SUBMITTERS)) {
            List<Future<?>> submitters = new ArrayList<>();
            for (int i = 0; i < SUBMITTERS; i++) {
                submitters.add(others.submit(this::submitOnAndOn));
            }
            try {
                for (int round = 0; round < ROUNDS; round++) {
                    awaitProgress();
                    disturb(round);
                }
                awaitProgress();
            } finally {
                submitting = false;
            }
            for (Future<?> submitter : submitters) {
                submitter.get();
            }
        }
        int unknown = ledger.assertEachEndedOnceOrUnknown(hub);
        Figures.tell("tasks acknowledged in " + ROUNDS + " rounds of faults", ledger.size(), "");
        Figures.tell("of these ended with an unknown outcome", unknown, "");
        Figures.tell("submissions without an answer", unanswered.get(), "");
    }

    private void awaitProgress() {
        long before = ledger.effects().total();
        await("work between the faults of seed " + seed)
                .atMost(PROGRESS_LIMIT)
                .until(() -> ledger.effects().total() >= before + EFFECTS_BETWEEN_BLOWS);
    }

    /** One fault or two at once; what went down comes up again in the order of its parts. */
    @SuppressWarnings("SystemOut") // whoever reads of a failure needs the order of the faults
    private void disturb(int round) {
        List<Fault> chosen = choose(1 + random.nextInt(2));
        System.out.println("seed " + seed + ", round " + round + ": "
                + chosen.stream().map(Fault::name).toList());
        chosen.forEach(fault -> fault.strike().run());
        chosen.stream().sorted(Comparator.comparing(Fault::part)).forEach(fault -> fault.repair()
                .run());
    }

    private List<Fault> choose(int count) {
        List<Fault> shuffled = new ArrayList<>(faults());
        Collections.shuffle(shuffled, random);
        Map<Part, Fault> onePerPart = new LinkedHashMap<>();
        shuffled.forEach(fault -> onePerPart.putIfAbsent(fault.part(), fault));
        return onePerPart.values().stream().limit(count).toList();
    }

    /** Never far ahead of the agents, and never at a hub that is not ready for more. */
    private void submitOnAndOn() {
        RisApi api = hub.admin();
        for (int i = 0; submitting; i++) {
            AgentProcess target = agents.get(i % AGENTS);
            try {
                Reply reply = ledger.submit(api, target.id(), UUID.randomUUID().toString(), 0.1 * (i % 4));
                assertThat(reply.status())
                        .as("answer to a submission: %s", reply)
                        .isIn(202, 401, 404, 429, 503);
                if (reply.status() == 401) {
                    api = hub.admin();
                }
            } catch (UncheckedIOException hubIsDown) {
                unanswered.incrementAndGet();
            }
            await("room for more").atMost(PROGRESS_LIMIT).until(() -> !submitting || (hasRoom() && isReady()));
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

    /** The parts that can go down, in the order in which they come up again. */
    enum Part {
        STORE,
        HUB,
        AGENT
    }

    /** A way to go down, and how it is made good. */
    record Fault(Part part, String name, Runnable strike, Runnable repair) {}
}
