package io.ris.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The tasks that a hub acknowledged, each with the one effect on disk that it must have had in the end. Submitting is safe
 * for use by several threads.
 */
final class TaskLedger {

    private static final Duration DRAINED = Duration.ofMinutes(3);

    private final Effects effects = new Effects();
    private final Map<String, String> acknowledged = new ConcurrentHashMap<>();

    Effects effects() {
        return effects;
    }

    int size() {
        return acknowledged.size();
    }

    /** Submits a task with its effect after a while, and enters it if it is acknowledged. */
    Reply submit(RisApi api, String client, String label, double seconds) {
        Submission submission =
                seconds > 0 ? effects.appendAfter(client, label, seconds) : effects.append(client, label);
        Reply reply = api.execute(submission.async());
        if (reply.status() == 202) {
            acknowledged.put(label, reply.data().path("task_id").asText());
        }
        return reply;
    }

    /** Every task ended as completed and ran once; what was not acknowledged ran once at most. */
    void assertEachEndedOnce(Hub hub) {
        assertThat(assertEachEndedOnceOrUnknown(hub))
                .as("tasks with unknown outcome")
                .isZero();
    }

    /**
     * As {@link #assertEachEndedOnce}, where an agent was killed as well: of a command that it was about to start, nobody can
     * say whether it ran. Returns how many ended so.
     */
    int assertEachEndedOnceOrUnknown(Hub hub) {
        await("end of all tasks").atMost(DRAINED).until(() -> open(hub.admin()) == 0);
        RisApi api = hub.admin();
        Map<String, Long> ran = effects.counts();
        AtomicInteger unknown = new AtomicInteger();
        assertThat(ran.values()).as("runs of one task").containsOnly(1L);
        assertThat(acknowledged).allSatisfy((label, id) -> {
            JsonNode task = api.task(id);
            if (task.path("error").asText().equals("outcome_unknown")) {
                unknown.incrementAndGet();
            } else {
                assertThat(task.path("status").asText())
                        .as("status of %s", task)
                        .isEqualTo("completed");
                assertThat(ran.get(label)).as("effects of %s", task).isEqualTo(1);
            }
            assertNothingChangedAfterTheEnd(api, id);
        });
        return unknown.get();
    }

    private static long open(RisApi api) {
        long open = 0;
        for (String status : new String[] {"pending", "queued", "routing", "running", "retrying"}) {
            open += api.tasks("status=" + status + "&per_page=1")
                    .json()
                    .path("total")
                    .asLong();
        }
        return open;
    }

    private static void assertNothingChangedAfterTheEnd(RisApi api, String id) {
        String state = "";
        for (JsonNode event : api.events(id)) {
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
