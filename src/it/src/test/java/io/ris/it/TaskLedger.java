package io.ris.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The tasks that a hub acknowledged, each with the one effect on disk that it must have had in the end, or with one or more
 * where it is idempotent. Each is submitted with an Idempotency-Key of its own, so that one without an answer can be submitted
 * again. Submitting is safe for use by several threads.
 */
final class TaskLedger {

    private static final Duration DRAINED = Duration.ofMinutes(3);
    private static final int MORE_FAULTS_THAN_ONE_TASK_MEETS = 10;

    private final Effects effects = new Effects();
    private final String keys = UUID.randomUUID().toString();
    private final Map<String, String> acknowledged = new ConcurrentHashMap<>();
    private final Map<String, Submission> unanswered = new ConcurrentHashMap<>();
    private final Set<String> idempotent = ConcurrentHashMap.newKeySet();
    private final Queue<Instant> ends = new ConcurrentLinkedQueue<>();

    Effects effects() {
        return effects;
    }

    int size() {
        return acknowledged.size();
    }

    /** How many submissions have had no answer. */
    int unanswered() {
        return unanswered.size();
    }

    /** Submits a task with its effect after a while, and enters it if it is acknowledged. */
    Reply submit(RisApi api, String client, String label, double seconds) {
        return submit(
                api, label, seconds > 0 ? effects.appendAfter(client, label, seconds) : effects.append(client, label));
    }

    /** The same with a task that writes much. */
    Reply submitWithOutput(RisApi api, String client, String label) {
        return submit(api, label, effects.appendBehindOutput(client, label));
    }

    /** The same with a task that may run several times. */
    Reply submitIdempotent(RisApi api, String client, String label, double seconds) {
        idempotent.add(label);
        return submit(
                api,
                label,
                effects.appendAfter(client, label, seconds)
                        .with("idempotent", true)
                        .with("max_retries", MORE_FAULTS_THAN_ONE_TASK_MEETS));
    }

    private Reply submit(RisApi api, String label, Submission submission) {
        unanswered.put(label, submission.async());
        Reply reply = api.send(api.request("/platform/v1/task/execute")
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", keys + label)
                .POST(RisApi.json(submission.body())));
        unanswered.remove(label);
        if (reply.status() == 202 || reply.status() == 200) { // 200: it was taken on before, and has ended
            acknowledged.put(label, reply.data().path("task_id").asText());
        }
        return reply;
    }

    /** Submits again what had no answer, as a careful client does: the hub has made a task of it once at most. */
    void repeatUnanswered(RisApi api) {
        Map.copyOf(unanswered)
                .forEach((label, submission) ->
                        assertThat(submit(api, label, submission).status()).isIn(200, 202));
    }

    /** Every task ended as completed and ran once; what was not acknowledged ran once at most. */
    void assertEachEndedOnce(Hub hub) {
        assertThat(assertEachEndedOnceOrUnknown(hub))
                .as("tasks with unknown outcome")
                .isZero();
    }

    /**
     * As {@link #assertEachEndedOnce}, where an agent was killed as well: of a command that it was about to start, nobody can
     * say whether it ran, and an idempotent one then runs again. Returns how many ended with an unknown outcome.
     */
    int assertEachEndedOnceOrUnknown(Hub hub) {
        await("end of all tasks").atMost(DRAINED).until(() -> open(hub.admin()) == 0);
        RisApi api = hub.admin();
        Map<String, Long> ran = effects.counts();
        assertThat(ran).allSatisfy((label, times) -> {
            if (!idempotent.contains(label)) {
                assertThat(times).as("runs of %s", label).isEqualTo(1);
            }
        });
        AtomicInteger unknown = new AtomicInteger();
        acknowledged.entrySet().parallelStream()
                .filter(entry -> assertEnded(api, entry.getValue(), entry.getKey(), ran))
                .forEach(entry -> unknown.incrementAndGet());
        return unknown.get();
    }

    /** Whether its outcome is unknown. */
    private boolean assertEnded(RisApi api, String id, String label, Map<String, Long> ran) {
        JsonNode task = api.task(id);
        assertNothingChangedAfterTheEnd(api, id);
        ends.add(Instant.parse(task.path("completed_at").asText()));
        if (!idempotent.contains(label) && task.path("error").asText().equals("outcome_unknown")) {
            return true;
        }
        assertThat(task.path("status").asText()).as("status of %s", task).isEqualTo("completed");
        assertThat(ran).as("effects of %s", task).containsKey(label);
        return false;
    }

    /** Whether acknowledged tasks have had no effect yet: these at least have not ended. */
    boolean hasOpen() {
        return !effects.counts().keySet().containsAll(acknowledged.keySet());
    }

    /** How long after a time the next of the tasks ended, as the hub and its agents say; nothing where none did. */
    Optional<Duration> nextEndAfter(Instant time) {
        return new ConcurrentSkipListSet<>(ends)
                .tailSet(time).stream().findFirst().map(end -> Duration.between(time, end));
    }

    /** At least as many as have not ended: a task that has ended is counted, however late, and one that moves on is not missed. */
    private static long open(RisApi api) {
        long open = total(api, "");
        for (String status : RisApi.FINAL) {
            open -= total(api, "status=" + status + "&");
        }
        return open;
    }

    private static long total(RisApi api, String filter) {
        return api.tasks(filter + "per_page=1").json().path("total").asLong();
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
