package io.ris.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
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
    /** By default an agent waits up to five minutes before it looks for a lost hub again. */
    private static final String RECONNECT_WITHIN = "RIS_CLIENT_MANAGEMENT_RECONNECTION_POLICY_MAX_DELAY";

    private static final Duration DRAINED = Duration.ofMinutes(2);

    private Hub hub;
    private AgentProcess agent;
    private Effects effects;
    private Map<String, String> acknowledged;

    @BeforeAll
    void startHub() {
        hub = newHub().start();
    }

    /** The hub of this scenario, not started. */
    Hub newHub() {
        return Hub.withoutAgent().with(RECONNECT_WITHIN, "5s");
    }

    @BeforeEach
    void startAgent() {
        if (!hub.isRunning()) {
            hub.start();
        }
        effects = new Effects();
        acknowledged = new ConcurrentHashMap<>();
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
        assertThat(effects.total()).as("effects when the hub came down").isLessThan(acknowledged.size());

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

    private void submitMany() {
        RisApi api = hub.admin();
        for (int i = 0; i < TASKS; i++) {
            submit(api, "early-" + i, i);
        }
    }

    /** Most of them take a while, so that the agent's capacity makes the others wait. */
    private void submit(RisApi api, String label, int number) {
        Submission submission = number % 4 == 0
                ? effects.append(agent.id(), label)
                : effects.appendAfter(agent.id(), label, 0.1 * (number % 4));
        acknowledged.put(label, api.submit(submission));
    }

    private void disturbWhileSubmitting(Runnable blow) throws Exception {
        RisApi api = hub.admin();
        try (ExecutorService other = Executors.newSingleThreadExecutor()) {
            Future<Integer> late = other.submit(() -> submitUntilRefused(api));
            effects.awaitAtLeast(ENOUGH_BEFORE_THE_BLOW);
            blow.run();
            assertThat(late.get())
                    .as("tasks acknowledged while the hub went down")
                    .isPositive();
        }
    }

    private int submitUntilRefused(RisApi api) {
        for (int i = 0; ; i++) {
            try {
                Reply reply =
                        api.execute(effects.append(agent.id(), "late-" + i).async());
                if (reply.status() != 202) {
                    assertThat(reply.status()).as("refusal while stopping").isIn(401, 404, 429, 503);
                    return i;
                }
                acknowledged.put("late-" + i, reply.data().path("task_id").asText());
            } catch (UncheckedIOException hubIsGone) {
                return i;
            }
        }
    }

    private void assertEveryAcknowledgedTaskEndedOnce() {
        hub.admin().awaitConnected(agent.id());
        await("end of all tasks").atMost(DRAINED).until(() -> open() == 0);
        Map<String, JsonNode> ended = new LinkedHashMap<>();
        acknowledged.forEach((label, id) -> ended.put(label, hub.admin().task(id)));

        assertThat(effects.counts().values()).as("runs of one task").containsOnly(1L);
        assertThat(ended).allSatisfy((label, task) -> {
            assertThat(task.path("status").asText()).as("status of %s", task).isEqualTo("completed");
            assertThat(effects.count(label)).as("effects of %s", task).isEqualTo(1);
            assertNothingChangedAfterTheEnd(task.path("task_id").asText());
        });
        Figures.tell("tasks acknowledged around the blow", acknowledged.size(), "");
    }

    private long open() {
        long open = 0;
        for (String status : new String[] {"pending", "queued", "routing", "running", "retrying"}) {
            open += hub.admin()
                    .tasks("client_id=" + agent.id() + "&status=" + status + "&per_page=1")
                    .json()
                    .path("total")
                    .asLong();
        }
        return open;
    }

    private void assertNothingChangedAfterTheEnd(String id) {
        String state = "";
        for (JsonNode event : hub.admin().events(id)) {
            String from = event.path("from").asText();
            String to = event.path("to").asText(from);
            if (RisApi.FINAL.contains(state)) {
                assertThat(to).as("event after the end of %s: %s", id, event).isEqualTo(state);
            }
            state = to;
        }
        assertThat(state).as("last state of %s", id).isIn(RisApi.FINAL);
    }
}
