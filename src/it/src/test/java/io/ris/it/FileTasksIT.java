package io.ris.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** Files pushed to a machine and pulled from it: whole or not at all, and nowhere but where the machine's policy says. */
@ExtendWith(SharedHub.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FileTasksIT {

    private static final int LARGE = 600_000;

    private final Path directory = Scratch.directory("files");
    private final Path granted = directory.resolve("granted");
    private final Hub hub;
    private AgentProcess agent;

    FileTasksIT(Hub hub) {
        this.hub = hub;
    }

    @BeforeAll
    void startAnAgentThatServesOneDirectory() throws IOException {
        Files.createDirectory(granted);
        Path policy = directory.resolve("policy.json");
        Scratch.write(policy, "{\"files\":[\"" + granted + "\"],\"commands\":[]}");
        agent = AgentProcess.enrolledByCommand(hub, "files-" + UUID.randomUUID(), "--policy", policy.toString());
    }

    @AfterAll
    void clean() {
        agent.close();
        hub.admin().delete("/platform/v1/ris/" + agent.id());
        Scratch.delete(directory);
    }

    private Submission push(Path path, String content) {
        return Submission.file(agent.id(), "push", path).task("content", content);
    }

    private JsonNode completed(Submission submission) {
        JsonNode task = hub.admin().run(submission);
        assertThat(task.path("status").asText()).as(task.toString()).isEqualTo("completed");
        return task.path("result");
    }

    private void assertFailed(Submission submission, String error) {
        JsonNode task = hub.admin().run(submission);
        assertThat(task.path("status").asText()).as(task.toString()).isEqualTo("failed");
        assertThat(task.path("error").asText()).as(task.toString()).isEqualTo(error);
    }

    @Test
    void whatIsPushedIsPulledAgain() {
        Path file = granted.resolve("app.conf");

        JsonNode pushed = completed(push(file, "port = 80\n").task("mode", "0600"));
        JsonNode pulled = completed(Submission.file(agent.id(), "pull", file));

        assertThat(pushed.path("changed").asBoolean()).isTrue();
        assertThat(pushed.path("mode").asText()).isEqualTo("0600");
        assertThat(pushed.has("content")).isFalse();
        assertThat(pulled.path("content").asText()).isEqualTo("port = 80\n");
        assertThat(pulled.path("sha256")).isEqualTo(pushed.path("sha256"));
    }

    @Test
    void aLargeBinaryFileComesBackWhole() throws IOException {
        byte[] bytes = new byte[1024 * 1024];
        new Random(4).nextBytes(bytes);
        Path file = Files.write(granted.resolve("large"), bytes);

        JsonNode pulled = completed(Submission.file(agent.id(), "pull", file));

        assertThat(pulled.path("content_encoding").asText()).isEqualTo("base64");
        assertThat(Base64.getDecoder().decode(pulled.path("content").asText())).isEqualTo(bytes);
    }

    @Test
    void theContentOfATaskIsShownToNobody() {
        JsonNode task = hub.admin().run(push(granted.resolve("secret"), "s3cret"));

        assertThat(task.path("task").path("content").asText()).isEqualTo("***");
        assertThat(task.toString()).doesNotContain("s3cret");
    }

    @Test
    void thePolicyDecidesWhere() throws IOException {
        Files.createSymbolicLink(granted.resolve("out"), directory);

        assertFailed(push(directory.resolve("outside"), "x"), "policy_file");
        assertFailed(push(granted.resolve("out/outside"), "x"), "policy_file");
        assertFailed(Submission.file(agent.id(), "pull", agent.file("key.pem")), "policy_file");
        assertThat(directory.resolve("outside")).doesNotExist();
    }

    @Test
    void whatCannotBeDoneLeavesTheFileThatIsThere() throws IOException {
        Path file = Files.writeString(granted.resolve("kept"), "old");

        assertFailed(push(file, "new").task("overwrite", false), "exists");
        assertFailed(push(file, "new").task("sha256", "0".repeat(64)), "checksum_mismatch");
        assertFailed(Submission.file(agent.id(), "pull", granted.resolve("absent")), "not_found");
        assertFailed(Submission.file(agent.id(), "pull", file).task("max_size", 2), "too_large");
        assertThat(file).hasContent("old");
    }

    @RepeatedTest(3)
    void aPushWhoseAgentIsKilledIsThereWholeInTheEnd() throws IOException {
        Path file = Files.writeString(granted.resolve("killed"), "old");
        String content = "new".repeat(LARGE / 3);

        String task = hub.admin().submit(push(file, content).async());
        agent.kill();
        assertThat(Files.readString(file)).isIn("old", content);
        agent.restart();
        agent.awaitConnected();

        JsonNode ended = hub.admin().awaitFinal(task);
        assertThat(ended.path("status").asText()).as(ended.toString()).isEqualTo("completed");
        assertThat(file).hasContent(content);
        try (Stream<Path> files = Files.list(granted)) {
            assertThat(files.filter(path -> path.getFileName().toString().startsWith(".ris")))
                    .isEmpty();
        }
    }
}
