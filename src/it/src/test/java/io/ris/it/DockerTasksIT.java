package io.ris.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** Containers on a real engine: their ends, their output, and what becomes of them when the agent is killed. */
@ExtendWith(SharedHub.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DockerTasksIT {

    private final Path directory = Scratch.directory("docker");
    private final Path shared = directory.resolve("shared");
    private final DockerEngine engine = new DockerEngine();
    private final Hub hub;
    private AgentProcess agent;

    DockerTasksIT(Hub hub) {
        this.hub = hub;
    }

    @BeforeAll
    void startAnAgentBesideTheEngine() throws IOException {
        Files.createDirectory(shared);
        Path policy = directory.resolve("policy.json");
        Scratch.write(policy, "{\"volumes\":[\"" + shared + "\"],\"images\":[\"ris-test/\"]}");
        agent = AgentProcess.enrolledByCommand(
                hub,
                Map.of("DOCKER_HOST", engine.host()),
                "docker-" + UUID.randomUUID(),
                "--policy",
                policy.toString());
    }

    @AfterAll
    void clean() {
        agent.close();
        hub.admin().delete("/platform/v1/ris/" + agent.id());
        engine.close();
        Scratch.delete(directory);
    }

    private Submission script(String script) {
        return Submission.docker(agent.id(), "run")
                .task("image", DockerEngine.IMAGE)
                .task("networks", List.of("none"))
                .task("command", List.of("/bin/sh", "-c", script));
    }

    private Submission onNamed(String action, String name) {
        return Submission.docker(agent.id(), action).task("service_name", name);
    }

    private JsonNode ended(Submission submission, String status, String error) {
        JsonNode task = hub.admin().run(submission);
        assertThat(task.path("status").asText()).as(task.toString()).isEqualTo(status);
        assertThat(task.path("error").asText()).as(task.toString()).isEqualTo(error);
        return task.path("result");
    }

    private JsonNode completed(Submission submission) {
        return ended(submission, "completed", "");
    }

    @Test
    void aContainerRunsToItsEndAndIsGone() {
        String name = "run-" + UUID.randomUUID();

        JsonNode result = completed(script("echo out; echo \"$WHO\" >&2")
                .task("service_name", name)
                .task("environment", Map.of("WHO", "a b;c")));

        assertThat(result.path("stdout").asText()).isEqualTo("out\n");
        assertThat(result.path("stderr").asText()).isEqualTo("a b;c\n");
        assertThat(result.path("container").path("name").asText()).isEqualTo(name);
        assertThat(result.path("container").path("exit_code").asInt(-1)).isZero();
        assertThat(engine.containers()).doesNotContain(name);
    }

    @Test
    void aSecretVariableReachesTheContainerAndShowsNowhere() {
        Canary canary = new Canary();
        String secret = canary.secret("a container's variable");
        Submission submission = script("echo \"${#TOKEN} <$TOKEN>\"")
                .task("environment", Map.of("TOKEN", secret))
                .task("secret_variables", List.of("TOKEN"));

        JsonNode task = hub.admin().run(submission);

        assertThat(task.path("result").path("stdout").asText())
                .isEqualTo(secret.length() + " <" + "*".repeat(secret.length()) + ">\n");
        String path = "/platform/v1/task/" + task.path("task_id").asText();
        for (String view : List.of(path, path + "/events", path + "/output")) {
            canary.assertAbsent(view, hub.admin().get(view).expect(200).text());
        }
        await("the agent's journal without it").untilAsserted(() -> canary.assertAbsent(agent.file(""), List.of()));
        hub.kept().forEach(kept -> canary.assertAbsent(kept, List.of()));
    }

    @Test
    void anExitStatusIsExact() {
        for (int status : new int[] {1, 125, 126, 137, 255}) {
            JsonNode result = ended(script("exit " + status), "failed", "exit_code");
            assertThat(result.path("container").path("exit_code").asInt()).isEqualTo(status);
        }
    }

    @Test
    void largeOutputIsCutAndTold() {
        JsonNode result =
                completed(script("i=0; while [ $i -lt 40000 ]; do echo 0123456789012345678901234567890123456789;"
                        + " i=$((i+1)); done"));

        assertThat(result.path("stdout").asText().length()).isEqualTo(1024 * 1024);
        assertThat(result.path("dropped_bytes").asLong()).isEqualTo(40000 * 41 - 1024 * 1024);
    }

    @Test
    void aContainerThatIgnoresItsEndIsKilledAtTheTimeout() {
        String name = "slow-" + UUID.randomUUID();

        JsonNode result = ended(
                script("trap '' TERM; echo begun; while :; do sleep 1; done")
                        .task("service_name", name)
                        .with("timeout", 2),
                "timeout",
                "timeout");

        assertThat(result.path("stdout").asText()).isEqualTo("begun\n");
        assertThat(engine.containers()).doesNotContain(name);
    }

    @Test
    void cancelEndsTheContainer() {
        String name = "cancelled-" + UUID.randomUUID();
        String task = hub.admin()
                .submit(script("trap 'echo bye; exit 0' TERM; while :; do sleep 0.1; done")
                        .task("service_name", name)
                        .async());
        await("the container")
                .until(() -> engine.said("ps", "--format", "{{.Names}}").contains(name));

        Reply cancelled = hub.admin().post("/platform/v1/task/" + task + "/cancel", Map.of());
        assertThat(cancelled.status()).isIn(200, 202);

        JsonNode ended = hub.admin().awaitFinal(task);
        assertThat(ended.path("status").asText()).as(ended.toString()).isEqualTo("cancelled");
        assertThat(ended.path("result").path("stdout").asText()).isEqualTo("bye\n");
        assertThat(engine.containers()).doesNotContain(name);
    }

    @Test
    void aDetachedContainerGoesOnAndIsReadAndStopped() {
        String name = "service-" + UUID.randomUUID();

        JsonNode begun = completed(script("echo ready; while :; do sleep 0.1; done")
                .task("service_name", name)
                .task("detach", true));
        assertThat(begun.path("container").path("state").asText()).isEqualTo("running");
        await("its output")
                .until(() ->
                        completed(onNamed("logs", name)).path("stdout").asText().equals("ready\n"));
        JsonNode stopped = completed(onNamed("stop", name));

        assertThat(stopped.path("container").path("state").asText()).isEqualTo("exited");
        assertThat(engine.containers()).doesNotContain(name);
        ended(onNamed("logs", name), "failed", "not_found");
    }

    @Test
    void aContainerThatNoTaskMadeIsLeftAlone() {
        String name = "foreign-" + UUID.randomUUID();
        engine.said("run", "--detach", "--network", "none", "--name", name, DockerEngine.IMAGE, "/bin/sleep", "1000");

        ended(onNamed("stop", name), "failed", "not_ours");
        ended(onNamed("logs", name), "failed", "not_ours");
        ended(script("true").task("service_name", name), "failed", "name_taken");

        assertThat(engine.said("ps", "--format", "{{.Names}}")).contains(name);
    }

    @Test
    void directoriesOfTheMachineAreThoseOfThePolicy() throws IOException {
        Files.writeString(shared.resolve("in"), "from outside");
        Map<String, Object> granted = Map.of("host_path", shared.toString(), "container_path", "/data");
        Map<String, Object> other = Map.of("host_path", "/etc", "container_path", "/data", "read_only", true);

        JsonNode result =
                completed(script("cat /data/in; echo inside > /data/out").task("volumes", List.of(granted)));
        ended(script("true").task("volumes", List.of(other)), "failed", "policy_volume");

        assertThat(result.path("stdout").asText()).isEqualTo("from outside");
        assertThat(shared.resolve("out")).hasContent("inside");
    }

    @Test
    void whatCannotBeRunIsTold() {
        ended(Submission.docker(agent.id(), "run").task("image", "elsewhere/app"), "failed", "policy_image");
        ended(Submission.docker(agent.id(), "run").task("image", "ris-test/absent:9"), "failed", "image_unavailable");
        ended(script("true").task("command", List.of("/bin/no-such-program")), "failed", "launch_failed");
        assertThat(engine.said("ps", "--all", "--filter", "status=created", "--quiet"))
                .isEmpty();
    }

    @Test
    void memoryIsBounded() {
        JsonNode result = ended(
                script("x=a; while :; do x=$x$x; done").task("resources", Map.of("memory_mb", 16, "cpus", 0.5)),
                "failed",
                "out_of_memory");

        assertThat(result.path("container").path("out_of_memory").asBoolean()).isTrue();
    }

    @Test
    void anAgentThatIsKilledFindsTheContainerAgain() {
        String name = "survivor-" + UUID.randomUUID();
        String task = hub.admin()
                .submit(script("echo before; while [ ! -e /data/" + name + " ]; do sleep 0.1; done; echo after; exit 3")
                        .task("service_name", name)
                        .task("volumes", List.of(Map.of("host_path", shared.toString(), "container_path", "/data")))
                        .async());
        await("the container")
                .until(() -> engine.said("ps", "--format", "{{.Names}}").contains(name));

        agent.kill();
        assertThat(engine.said("ps", "--format", "{{.Names}}")).contains(name);
        agent.restart();
        agent.awaitConnected();
        Scratch.write(shared.resolve(name), "");

        JsonNode ended = hub.admin().awaitFinal(task);
        assertThat(ended.path("error").asText()).as(ended.toString()).isEqualTo("exit_code");
        assertThat(ended.path("attempt").asInt()).isEqualTo(1);
        assertThat(ended.path("result").path("container").path("exit_code").asInt())
                .isEqualTo(3);
        assertThat(ended.path("result").path("stdout").asText()).isEqualTo("before\nafter\n");
        assertThat(engine.containers()).doesNotContain(name);
    }

    @Test
    void aContainerThatEndsWhileTheAgentIsDeadIsNotLost() {
        String name = "alone-" + UUID.randomUUID();
        String task = hub.admin()
                .submit(script("while [ ! -e /data/" + name + " ]; do sleep 0.1; done; echo done; exit 4")
                        .task("service_name", name)
                        .task("volumes", List.of(Map.of("host_path", shared.toString(), "container_path", "/data")))
                        .async());
        await("the container")
                .until(() -> engine.said("ps", "--format", "{{.Names}}").contains(name));

        agent.kill();
        Scratch.write(shared.resolve(name), "");
        await("its end")
                .until(() -> !engine.said("ps", "--format", "{{.Names}}").contains(name));
        agent.restart();
        agent.awaitConnected();

        JsonNode ended = hub.admin().awaitFinal(task);
        assertThat(ended.path("result").path("container").path("exit_code").asInt())
                .as(ended.toString())
                .isEqualTo(4);
        assertThat(ended.path("result").path("stdout").asText()).isEqualTo("done\n");
    }

    @Test
    void variablesAreShownToNobodyAtTheHub() {
        JsonNode task = hub.admin().run(script("true").task("environment", Map.of("TOKEN", "s3cret")));

        assertThat(task.path("task").path("environment").path("TOKEN").asText()).isEqualTo("***");
        assertThat(task.toString()).doesNotContain("s3cret");
    }
}
