package io.ris.hub.tasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.ris.hub.fleet.connection.FakeAgent;
import io.ris.hub.platform.TenantScope;
import io.ris.hub.platform.messaging.WakeUps;
import io.ris.hub.platform.persistence.Store;
import io.ris.hub.platform.vault.Vault;
import io.ris.hub.testing.HubRest;
import io.ris.protocol.AgentFrame;
import io.ris.protocol.HttpResult;
import io.ris.protocol.HubFrame;
import io.ris.protocol.ResultStatus;
import io.ris.protocol.TaskId;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.Map;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tasks and jobs whose specs cannot be read any more: they end, and are shown all the while. */
class UnreadableSpecsIT extends TasksOfAnAgent {

    private static final String DAMAGED = "damaged";

    /** Read by an older release, say, that allowed it. */
    private static final String AGAINST_THE_RULES =
            "{\"type\":\"http_request\",\"url\":\"https://example.org/\",\"method\":\"BREW\",\"body\":\"t0ps3cret\"}";

    @Inject
    private HubRest rest;

    @Inject
    private Vault vault;

    @Inject
    private Store store;

    @Inject
    private WakeUps wakeUps;

    private final Map<TaskId, String> whole = new HashMap<>();

    /** What cannot be read cannot be sealed anew either, which others test here. */
    @AfterEach
    void repair() {
        whole.forEach((id, spec) -> change("tasks", id.value(), new Document("spec", spec)));
    }

    private void damage(Task task, String sealed) {
        whole.put(task.taskId(), task.spec());
        change("tasks", task.id(), new Document("spec", sealed));
        repository.noteLate(task, "forgotten by this node's memory", clock.instant());
    }

    private String sealed(String id, String spec) {
        return vault.ofTenant().seal(spec, TENANT + "/tasks/" + id);
    }

    private void change(String collection, String id, Document fields) {
        store.ofTenant()
                .commands()
                .getCollection(collection)
                .updateOne(new Document("_id", id), new Document("$set", fields));
    }

    private JsonNode read(Task task) throws Exception {
        HubRest.Answer answer = rest.get("/platform/v1/task/" + task.id());
        assertThat(answer.status()).isEqualTo(200);
        return answer.data();
    }

    @Test
    void isShownWithoutItsSpec() throws Exception {
        Task task = submit();
        assertThat(read(task).path("task").path("command").asText()).isEqualTo("true");
        damage(task, DAMAGED);
        JsonNode shown = read(task);
        assertThat(shown.path("status").asText()).isEqualTo("queued");
        assertThat(shown.has("task")).isFalse();
        HubRest.Answer page = rest.get("/platform/v1/tasks?client_id=" + key.agentId());
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.data().findValuesAsText("task_id")).containsExactly(task.id());
        HubRest.Answer cancelled = rest.post("/platform/v1/task/" + task.id() + "/cancel", "");
        assertThat(cancelled.status()).isEqualTo(202);
        assertThat(cancelled.data().path("status").asText()).isEqualTo("cancelled");
    }

    @Test
    void aTaskWhoseSpecDoesNotOpenFails() throws Exception {
        Task task = submit();
        damage(task, DAMAGED);
        assertThat(failed(task).path("detail").asText()).endsWith("does not open");
    }

    @Test
    void aTaskWhoseSpecBreaksTheRulesOfTodayFails() throws Exception {
        Task task = submit();
        damage(task, sealed(task.id(), AGAINST_THE_RULES));
        assertThat(failed(task).path("detail").asText())
                .contains("method must be one of")
                .doesNotContain("t0ps3cret");
    }

    private JsonNode failed(Task task) throws Exception {
        await().until(() -> lanes.of(key).knows(task.taskId()));
        lanes.of(key).release(task.taskId());
        connect(4);
        wakeUps.tasks(TaskQueueListener.describe(key, AgentLane.Waiting.of(task)), task.priority());
        await().until(() -> TenantScope.call(TENANT, () -> stateOf(task) == TaskState.FAILED));
        JsonNode shown = read(task);
        assertThat(shown.path("error").asText()).isEqualTo("spec_unreadable");
        return shown;
    }

    @Test
    void anAnswerThatMightHaveToBeAskedForAgainStands() throws Exception {
        FakeAgent agent = connect(4);
        String id = rest.post("/platform/v1/task/execute", """
                        {"client_id":"%s","async":true,"max_retries":1,
                         "task":{"type":"http_request","url":"https://example.org/"}}""".formatted(key.agentId()))
                .data()
                .path("task_id")
                .asText();
        Task task = tasks.require(new TaskId(id));
        offerOf(agent, task);
        damage(task, DAMAGED);
        HttpResult unavailable = new HttpResult(503, Map.of(), "later", null, null, 5);
        Instant now = clock.instant();
        agent.say(new AgentFrame.Result(task.taskId(), 1, ResultStatus.COMPLETED, unavailable, null, null, now, now));
        agent.next(HubFrame.Ack.class);
        assertThat(read(task).path("result").path("status_code").asInt()).isEqualTo(503);
        assertThat(stateOf(task)).isEqualTo(TaskState.COMPLETED);
    }

    @Test
    void aDeadLetterIsNotTriedAgainAndSaysWhy() throws Exception {
        FakeAgent agent = connect(4);
        Task task = submitIdempotent();
        offerOf(agent, task);
        Instant now = clock.instant();
        agent.say(new AgentFrame.Result(
                task.taskId(), 1, ResultStatus.FAILED, null, "connection_refused", "told", now, now));
        damage(task, DAMAGED);
        String letter = "/platform/v1/dead-letters/" + task.id();
        assertThat(rest.get(letter).status()).isEqualTo(200);
        assertThat(rest.post(letter + "/requeue", "").status()).isEqualTo(422);
    }

    @Test
    void aJobWhoseSpecCannotBeReadEndsWithoutFurtherTasks() throws Exception {
        connect(4);
        String job = rest.post("/platform/v1/task/execute", """
                        {"target":{"expression":"not exists never","strategy":"all","max":2},
                         "not_before":"2126-01-01T00:00:00Z","task":{"type":"command","command":"true"}}""")
                .data()
                .path("job_id")
                .asText();
        change(
                "jobs",
                job,
                new Document("spec", sealed(job, AGAINST_THE_RULES)).append("not_before", Date.from(clock.instant())));
        await().until(() -> shown(job).path("status").asText().equals("failed"));
        JsonNode ended = shown(job);
        assertThat(ended.path("error").asText()).isEqualTo("spec_unreadable");
        assertThat(ended.path("progress").path("skipped").asInt())
                .isPositive()
                .isEqualTo(ended.path("progress").path("total").asInt());
        assertThat(ended.has("task")).isFalse();
        store.ofTenant().commands().getCollection("jobs").deleteOne(new Document("_id", job));
    }

    private JsonNode shown(String job) throws Exception {
        HubRest.Answer answer = rest.get("/platform/v1/jobs/" + job);
        assertThat(answer.status()).isEqualTo(200);
        return answer.data();
    }
}
