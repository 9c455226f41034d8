package io.ris.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.ris.protocol.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a machine's policy lets tasks do there, and how a refusal looks to whoever submitted one. */
@ExtendWith(SharedHub.class)
class AgentPolicyIT {

    private static final String LOCAL = "local";
    private static final int BROKEN_POLICY = 7;
    private static final int NOT_RUNNING = 3;
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final Path directory = Scratch.directory("policy");
    private final Hub hub;
    private final RisApi api;
    private @Nullable AgentProcess agent;

    AgentPolicyIT(Hub hub) {
        this.hub = hub;
        this.api = hub.admin();
    }

    @AfterEach
    void clean() {
        if (agent != null) {
            agent.close();
            api.delete("/platform/v1/ris/" + agent.id());
        }
        Scratch.delete(directory);
    }

    private Path policy(String text) {
        Path file = directory.resolve("policy.json");
        Scratch.write(file, text);
        return file;
    }

    /** An agent on this machine that has to obey a policy; returns its id. */
    private String under(String text) {
        agent = AgentProcess.enrolledByCommand(
                hub, "policed-" + UUID.randomUUID(), "--policy", policy(text).toString());
        return agent.id();
    }

    private void assertRefused(Submission submission, String error, String words) {
        JsonNode task = api.run(submission.with("idempotent", true));

        assertThat(task.path("status").asText()).as(task.toString()).isEqualTo("failed");
        assertThat(task.path("error").asText()).isEqualTo(error);
        assertThat(task.path("detail").asText())
                .as(task.toString())
                .contains("the agent's policy does not allow it")
                .contains(words);
        assertThat(task.path("retries").asInt(-1)).isZero();
    }

    private JsonNode assertRuns(Submission submission) {
        JsonNode task = api.run(submission);
        assertThat(task.path("status").asText()).as(task.toString()).isEqualTo("completed");
        return task.path("result");
    }

    @Test
    void refusesOtherUsersPrivilegeAndShellWithoutAPolicy() {
        assertRefused(Submission.command(LOCAL, "id").task("run_as_user", "nobody"), "policy_user", "nobody");
        assertRefused(Submission.command(LOCAL, "id").task("privileged", true), "policy_privileged", "privileged");
        assertRefused(Submission.command(LOCAL, "id").task("shell", true), "policy_shell", "shell");
    }

    @Test
    void runsAsTheUsersThatItListsAndAsRootOnRequest() {
        String id = under("{\"users\":[\"nobody\"],\"privileged\":true,\"shell\":true}");

        JsonNode other = assertRuns(Submission.command(id, "id").task("run_as_user", "nobody"));
        JsonNode root = assertRuns(Submission.command(id, "id", "-un").task("privileged", true));
        JsonNode piped = assertRuns(Submission.command(id, "id -un; echo \"$1 $HOME\" | tr a-z A-Z", "one")
                .task("shell", true)
                .task("run_as_user", "nobody"));

        assertThat(other.path("stdout").asText())
                .startsWith("uid=65534(nobody)")
                .doesNotContain("root");
        assertThat(root.path("stdout").asText()).isEqualTo("root\n");
        assertThat(piped.path("stdout").asText()).isEqualTo("nobody\nONE /NONEXISTENT\n");
        assertRefused(Submission.command(id, "id"), "policy_user", "root");
        assertRefused(Submission.command(id, "id").task("run_as_user", "daemon"), "policy_user", "daemon");
    }

    @Test
    void refusesACommandOrDirectoryThatItDoesNotList() throws IOException {
        Path allowed = Files.createDirectory(directory.resolve("a"));
        Path beside = Files.createDirectory(directory.resolve("ab"));
        Path link = Files.createSymbolicLink(directory.resolve("link"), allowed);
        String id = under("{\"commands\":[\"/usr/bin/pwd\"],\"directories\":[\"" + allowed + "\"]}");
        Submission throughLink = Submission.command(id, "pwd").task("working_dir", link.toString());

        assertThat(assertRuns(throughLink).path("stdout").asText()).isEqualTo(allowed + "\n");
        assertRefused(Submission.command(id, "uname"), "policy_command", "uname");
        assertRefused(Submission.command(id, "/usr/bin/../bin/uname"), "policy_command", "/usr/bin/uname");
        assertRefused(
                Submission.command(id, "pwd").task("environment", Map.of("LD_PRELOAD", "/tmp/x.so")),
                "policy_environment",
                "LD_PRELOAD");
        assertRefused(
                Submission.command(id, "pwd").task("working_dir", beside.toString()),
                "policy_directory",
                beside.toString());
        assertRefused(
                Submission.command(id, "pwd").task("working_dir", allowed + "/../ab"),
                "policy_directory",
                beside.toString());
        Files.delete(link);
        Files.createSymbolicLink(link, beside);
        assertRefused(throughLink, "policy_directory", beside.toString());
    }

    @Test
    void refusesATypeThatTheAgentMayNotRunAtTheSubmit() {
        String id = under("{\"types\":[\"http_request\"]}");

        Reply reply = api.execute(Submission.command(id, "true"));

        assertThat(reply.expect(422).faultyFields()).containsExactly("task.type");
    }

    @Test
    void refusesWhatIsNoUserAtTheSubmit() {
        for (String user : List.of("0", "-u", "", "a b")) {
            Reply reply = api.execute(Submission.command(LOCAL, "id").task("run_as_user", user));
            assertThat(reply.expect(422).faultyFields()).containsExactly("task.run_as_user");
        }
    }

    @Test
    void doesNotStartUnderAPolicyThatIsBroken() {
        Path file = policy("{\"comands\":[\"/usr/bin/id\"]}");
        List<String> arguments = List.of(
                "agent",
                "--policy",
                file.toString(),
                "--data-dir",
                directory.resolve("data").toString());

        try (Program refused = Program.ris(Map.of(), arguments)) {
            assertThat(refused.awaitExit(LIMIT)).isEqualTo(BROKEN_POLICY);
            assertThat(refused.stderr()).contains(file.toString(), "\"comands\"");
        }
    }

    @Test
    void saysOnTheMachineHowTheAgentIsDoingAndWhatIsInForce() {
        under("{\"shell\":true}");

        JsonNode running = status(0);

        assertThat(running.path("state").asText()).isEqualTo("connected");
        assertThat(running.path("hub").asText()).isEqualTo(hub.base().toString());
        assertThat(running.path("policy").asText())
                .isEqualTo(directory.resolve("policy.json").toString());
        agent.kill();
        assertThat(status(NOT_RUNNING).path("state").asText()).isEqualTo("not_running");
    }

    private JsonNode status(int exitCode) {
        String data = agent.file("status.json").getParent().toString();
        try (Program status = Program.ris(Map.of(), List.of("agent", "status", "--json", "--data-dir", data))) {
            assertThat(status.awaitExit(LIMIT)).as(status.output()).isEqualTo(exitCode);
            return Json.lenient().readTree(status.stdout());
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }
}
