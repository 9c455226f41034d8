package io.ris.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tasks for agents that are named by their labels: for one of them, or for all as a job. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ExtendWith(SharedHub.class)
class JobsIT {

    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final int WEB = 3;

    private final Effects effects = new Effects();
    private final List<AgentProcess> web = new ArrayList<>();
    private final List<String> absent = new ArrayList<>();
    private Hub hub;
    private RisApi api;

    @BeforeAll
    void startAgents() {
        hub = Hub.withoutAgent().start();
        api = hub.admin();
        for (int i = 0; i < WEB; i++) {
            AgentProcess agent = AgentProcess.enrolled(hub, "web-" + i);
            label(agent.id(), Map.of("tier", "web", "rack", Integer.toString(i)));
            web.add(agent);
        }
        label(absent("db-0"), Map.of("tier", "db"));
    }

    private String absent(String name) {
        String id = hub.admin().createAgent(name).path("unique_client_id").asText();
        absent.add(id);
        return id;
    }

    private void label(String agent, Map<String, String> labels) {
        hub.admin().put("/platform/v1/ris/" + agent, Map.of("labels", labels)).expect(200);
    }

    @AfterEach
    void renewApi() {
        api = hub.admin();
    }

    @AfterAll
    void stop() {
        web.forEach(AgentProcess::close);
        hub.close();
    }

    private static Map<String, Object> all(String expression) {
        return Map.of("expression", expression, "strategy", "all");
    }

    private String start(Submission submission) {
        return api.execute(submission).expect(202).data().path("job_id").asText();
    }

    private JsonNode job(String id) {
        return hub.admin().get("/platform/v1/jobs/" + id).expect(200).data();
    }

    private JsonNode awaitEnd(String id) {
        return await("end of job").atMost(LIMIT).until(() -> job(id), job -> job.hasNonNull("completed_at"));
    }

    private JsonNode tasks(String job) {
        return hub.admin().tasks("per_page=200&job_id=" + job).data();
    }

    private static int count(JsonNode job, String what) {
        return job.at("/progress/" + what).asInt();
    }

    @Test
    void runsOnEachAgentThatIsNamedAndOnNoOther() {
        String label = "each";
        JsonNode job = awaitEnd(start(effects.append("nobody", label).forTarget(all("tier=web and rack in (0,1,2)"))));

        assertThat(job.path("status").asText()).isEqualTo("completed");
        assertThat(count(job, "total")).isEqualTo(WEB);
        assertThat(count(job, "completed")).isEqualTo(WEB);
        assertThat(effects.count(label)).isEqualTo(WEB);
        assertThat(tasks(job.path("job_id").asText()))
                .extracting(task -> task.path("client_id").asText())
                .containsExactlyInAnyOrderElementsOf(
                        web.stream().map(AgentProcess::id).toList());
    }

    @Test
    void keepsToAsManyAtOnceAsItMay() {
        String label = "one-by-one";
        String id = start(effects.appendBehindGate("nobody", label, 0)
                .forTarget(Map.of("labels", Map.of("tier", "web"), "strategy", "all", "max_parallel", 1)));

        effects.awaitBegun(label);
        assertThat(count(job(id), "active")).isEqualTo(1);
        assertThat(count(job(id), "waiting")).isEqualTo(WEB - 1);
        assertThat(effects.begins(label)).isEqualTo(1);
        effects.openGate(label);

        assertThat(awaitEnd(id).path("status").asText()).isEqualTo("completed");
        assertThat(effects.count(label)).isEqualTo(WEB);
    }

    @Test
    void tellsThatSomeDidNotComplete() {
        Path first = Scratch.absent("first");
        JsonNode job = awaitEnd(
                start(Submission.command("nobody", "mkdir", first.toString()).forTarget(all("tier=web"))));

        assertThat(job.path("status").asText()).isEqualTo("partial");
        assertThat(count(job, "completed")).isEqualTo(1);
        assertThat(count(job, "failed")).isEqualTo(WEB - 1);
    }

    @Test
    void cancelsAllOfIt() {
        String label = "cancelled";
        String id = start(effects.appendBehindGate("nobody", label, 0)
                .forTarget(Map.of("expression", "tier=web", "strategy", "all", "max_parallel", 2)));
        await("two begun").atMost(LIMIT).until(() -> effects.begins(label) == 2);

        api.post("/platform/v1/jobs/" + id + "/cancel", Map.of()).expect(202);

        JsonNode job = awaitEnd(id);
        assertThat(job.path("status").asText()).isEqualTo("cancelled");
        assertThat(count(job, "cancelled")).isEqualTo(2);
        assertThat(count(job, "waiting")).isEqualTo(1);
        api.post("/platform/v1/jobs/" + id + "/cancel", Map.of()).expectProblem(409, "job_finished");
        effects.openGate(label);
        assertThat(effects.count(label)).isZero();
    }

    @Test
    void choosesItsAgentsWhenItFires() {
        String tier = "tier-" + UUID.randomUUID();
        String id = start(effects.append("nobody", tier)
                .forTarget(all("tier=" + tier))
                .with("not_before", Instant.now().plusSeconds(4).toString()));
        assertThat(job(id).path("status").asText()).isEqualTo("pending");
        label(web.getFirst().id(), Map.of("tier", tier));
        try {
            JsonNode job = awaitEnd(id);

            assertThat(job.path("status").asText()).isEqualTo("completed");
            assertThat(count(job, "total")).isEqualTo(1);
        } finally {
            label(web.getFirst().id(), Map.of("tier", "web", "rack", "0"));
        }
    }

    @Test
    void theSameKeyMakesOneJob() {
        Submission submission = effects.append("nobody", "once").forTarget(all("tier=web"));
        List<Reply> replies = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            replies.add(withKey("the-key", submission));
        }
        assertThat(replies)
                .extracting(reply -> reply.expect(202).data().path("job_id").asText())
                .containsOnly(replies.getFirst().data().path("job_id").asText());
        awaitEnd(replies.getFirst().data().path("job_id").asText());
        assertThat(effects.count("once")).isEqualTo(WEB);
    }

    private Reply withKey(String key, Submission submission) {
        RisApi admin = hub.admin();
        return admin.exchange(admin.request("/platform/v1/task/execute")
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", key)
                .POST(RisApi.json(submission.body()))
                .build());
    }

    @Test
    void aKeyIsForATaskOrForAJob() {
        Submission task = Submission.command("nobody", "true").async().forTarget(Map.of("expression", "tier=web"));
        Submission job = Submission.command("nobody", "true").forTarget(all("tier=web"));
        withKey("of-a-task", task).expect(202);
        withKey("of-a-task", job).expectProblem(409, "idempotency_key_reused");
        withKey("of-a-job", job).expect(202);
        withKey("of-a-job", task).expectProblem(409, "idempotency_key_reused");
    }

    @Test
    void givesATaskToOneOfThoseThatAreConnected() {
        label(absent("web-absent"), Map.of("tier", "web-absent"));
        List<String> ran = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            JsonNode task = api.run(
                    Submission.command("nobody", "true").forTarget(Map.of("expression", "tier in (web,web-absent)")));
            assertThat(task.path("status").asText()).isEqualTo("completed");
            ran.add(task.path("client_id").asText());
        }
        assertThat(web).extracting(AgentProcess::id).containsAll(ran);
        assertThat(ran).as("spread over those with equally many free places").hasSizeGreaterThan(1);
        api.execute(Submission.command("nobody", "true").forTarget(Map.of("expression", "tier=db")))
                .expectProblem(503, "no_client_connected");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'expression': 'tier=nothing'} | target",
                "{'expression': 'tier=nothing', 'strategy': 'all'} | target",
                "{'expression': 'tier in (web'} | target.expression",
                "{'expression': 'tier'} | target.expression",
                "{} | target",
                "{'labels': {'a b': 'c'}} | labels",
                "{'labels': {'tier': 'web'}, 'max': 3} | target.strategy",
                "{'labels': {'tier': 'web'}, 'strategy': 'all', 'max_parallel': 0} | target.max_parallel",
            })
    void refusesATargetThatCannotBeMeant(String target, String field) {
        long before = api.get("/platform/v1/jobs").json().path("total").asLong();
        String body = "{'client_id': null, 'task': {'type': 'command', 'command': 'true'}, 'target': " + target + "}";

        Reply reply = api.send(api.request("/platform/v1/task/execute")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body.replace('\'', '"'))));

        assertThat(reply.expect(422).json().at("/errors/0/field").asText()).isEqualTo(field);
        assertThat(api.get("/platform/v1/jobs").json().path("total").asLong()).isEqualTo(before);
    }

    @Test
    void refusesAJobThatExpiresBeforeItsTasksCouldRun() {
        Submission submission = effects.append("nobody", "too-late").forTarget(all("tier=web"));

        Reply reply = api.execute(
                submission.with("expires_at", Instant.now().minusSeconds(1).toString()));

        assertThat(reply.expect(422).json().at("/errors/0/field").asText()).isEqualTo("expires_at");
        assertThat(effects.count("too-late")).isZero();
    }

    @Test
    void goesOnAfterAKillWithOneTaskForEachAgent() {
        String tier = "many-" + UUID.randomUUID();
        int many = 120;
        for (int i = 0; i < many; i++) {
            label(absent("absent-" + i), Map.of("tier", tier));
        }
        label(web.get(1).id(), Map.of("tier", tier));
        String id = start(effects.append("nobody", "killed")
                .forTarget(all("tier=" + tier))
                .with("expires_at", Instant.now().plusSeconds(60).toString()));
        await("fired").atMost(LIMIT).pollInterval(Duration.ofMillis(5)).until(() -> count(job(id), "total") > 0);
        hub.killHub();
        hub.start();
        label(web.get(1).id(), Map.of("tier", "web", "rack", "1"));

        await("every agent has its task").atMost(LIMIT).until(() -> count(job(id), "waiting") == 0);
        JsonNode tasks = tasks(id);
        assertThat(tasks).hasSize(many + 1);
        assertThat(tasks).extracting(task -> task.path("client_id").asText()).doesNotHaveDuplicates();
        JsonNode job = awaitEnd(id);
        assertThat(job.path("status").asText()).isEqualTo("partial");
        assertThat(count(job, "completed")).isEqualTo(1);
        assertThat(count(job, "failed")).isEqualTo(many);
        assertThat(effects.count("killed")).isEqualTo(1);
    }
}
