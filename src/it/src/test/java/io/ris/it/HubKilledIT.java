package io.ris.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.UncheckedIOException;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The hub is killed, or stopped, while tasks wait and run on an agent that outlives it: nothing acknowledged is lost,
 * nothing runs twice. What ran is counted on disk.
 */
@TestInstance(Lifecycle.PER_CLASS)
@ExtendWith(SharedHub.class)
class HubKilledIT {

    private static final int TASKS = 100;
    private static final int ENOUGH_BEFORE_THE_BLOW = 15;

    private Hub hub;
    private AgentProcess agent;
    private TaskLedger ledger;

    @BeforeAll
    void startHub() {
        hub = Hub.withoutAgent().start();
    }

    @BeforeEach
    void startAgent() {
        if (!hub.isRunning()) {
            hub.start();
        }
        ledger = new TaskLedger();
        agent = AgentProcess.enrolled(hub, "worker-" + UUID.randomUUID());
    }

    @AfterEach
    void stopAgent() {
        if (agent != null) {
            agent.close();
        }
    }

    @AfterAll
    void stopHub() {
        hub.close();
    }

    @Test
    void endsEveryAcknowledgedTaskOnceWhenTheHubIsKilled() throws Exception {
        submitMany();
        disturbWhileSubmitting(hub::killHub);
        assertThat(ledger.effects().total())
                .as("effects when the hub came down")
                .isLessThan(ledger.size());

        hub.start();

        assertEveryAcknowledgedTaskEndedOnce();
    }

    @Test
    void endsEveryAcknowledgedTaskOnceWhenTheHubIsStopped() throws Exception {
        submitMany();
        disturbWhileSubmitting(() -> assertThat(hub.stop()).isZero());

        hub.start();

        assertEveryAcknowledgedTaskEndedOnce();
    }

    /** Most of them take a while, so that the agent's capacity makes the others wait, however slowly they are submitted. */
    private void submitMany() {
        RisApi api = hub.admin();
        for (int i = 0; i < TASKS; i++) {
            ledger.submit(api, agent.id(), "early-" + i, 0.4 * (i % 4)).expect(202);
        }
    }

    private void disturbWhileSubmitting(Runnable blow) throws Exception {
        RisApi api = hub.admin();
        try (ExecutorService other = Executors.newSingleThreadExecutor()) {
            Future<Integer> late = other.submit(() -> submitUntilRefused(api));
            ledger.effects().awaitAtLeast(ENOUGH_BEFORE_THE_BLOW);
            await("a late task acknowledged").until(() -> ledger.size() > TASKS || late.isDone());
            blow.run();
            assertThat(late.get())
                    .as("tasks acknowledged while the hub went down")
                    .isPositive();
        }
    }

    private int submitUntilRefused(RisApi api) {
        for (int i = 0; ; i++) {
            try {
                Reply reply = ledger.submit(api, agent.id(), "late-" + i, 0);
                if (reply.status() != 202) {
                    assertThat(reply.status()).as("refusal while stopping").isIn(401, 404, 429, 503);
                    return i;
                }
            } catch (UncheckedIOException hubIsGone) {
                return i;
            }
        }
    }

    private void assertEveryAcknowledgedTaskEndedOnce() {
        hub.admin().awaitConnected(agent.id());
        ledger.assertEachEndedOnce(hub);
        Figures.tell("tasks acknowledged around the blow", ledger.size(), "");
    }
}
