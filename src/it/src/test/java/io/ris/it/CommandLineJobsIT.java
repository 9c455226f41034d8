package io.ris.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.ris.it.CommandLine.Outcome;
import io.ris.protocol.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** An operator at a shell with many machines: {@code ris job}, {@code ris agents pause}, and output across a restart of the hub. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ExtendWith(SharedHub.class)
class CommandLineJobsIT {

    private static final Duration LIMIT = Duration.ofMinutes(2);

    private final CommandLine shell = new CommandLine();
    private final Path files = Scratch.directory("shell");
    private Hub hub;
    private AgentProcess second;

    @BeforeAll
    void startHub() {
        hub = Hub.withLocalAgent().start();
        second = AgentProcess.enrolled(hub, "second");
        assertThat(shell.login(hub).exitCode()).isZero();
        label(hub.admin().agentNamed("local").path("id").asText(), "one");
        label(second.id(), "two");
    }

    private void label(String agent, String rack) {
        hub.admin()
                .put("/platform/v1/ris/" + agent, Map.of("labels", Map.of("tier", "web", "rack", rack)))
                .expect(200);
    }

    @AfterAll
    void stopAll() {
        second.close();
        hub.close();
        shell.close();
        Scratch.delete(files);
    }

    private static JsonNode json(String text) {
        try {
            return Json.lenient().readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError("not one JSON document: " + text, e);
        }
    }

    @Test
    void runsAProgramOnAllThatHaveALabel() {
        Outcome outcome = shell.run("job", "run", "--label", "tier=web", "--parallel", "1", "--", "true");
        assertThat(outcome.exitCode()).as(outcome.errors()).isZero();
        assertThat(outcome.errors()).contains("2 of 2 ended: 2 completed");
        assertThat(outcome.output()).contains("local", "second", "completed");
    }

    @Test
    void exitsAsTheJobEnded() throws IOException {
        Path once = files.resolve("once");
        Outcome partial =
                shell.run("job", "run", "-l", "tier=web", "--", "sh", "-c", "mkdir \"$1\"", "sh", once.toString());
        assertThat(partial.exitCode()).as(partial.errors()).isEqualTo(121);
        assertThat(Files.isDirectory(once)).isTrue();
        Outcome none = shell.run("job", "run", "--json", "-x", "tier=web and rack=two", "--", "false");
        assertThat(none.exitCode()).as(none.errors()).isEqualTo(123);
        assertThat(json(none.output()).path("progress").path("failed").asInt()).isEqualTo(1);
        Outcome wrong = shell.run("job", "run", "--expression", "tier ==", "--", "true");
        assertThat(wrong.exitCode()).isEqualTo(125);
        assertThat(wrong.errors()).contains("target.expression");
        assertThat(shell.run("job", "run", "--", "true").exitCode()).isEqualTo(2);
    }

    @Test
    void listsShowsAwaitsAndCancels() {
        String id = shell.run("job", "run", "--no-wait", "-l", "tier=web", "--", "sleep", "300")
                .output()
                .strip();
        assertThat(shell.run("job", "list", "--json").output()).contains(id);
        assertThat(shell.run("job", "show", id).output()).contains(id, "tier=web", "sleep 300");
        assertThat(shell.run("job", "cancel", id).exitCode()).isZero();
        assertThat(shell.run("job", "wait", id).exitCode()).isEqualTo(122);
        assertThat(shell.run("job", "show", "nothing-has-this-id").exitCode()).isEqualTo(5);
    }

    @Test
    void pausesAndResumesAnAgent() {
        assertThat(shell.run("agents", "pause", "--reason", "a new disk", "second")
                        .output())
                .contains("second", "paused");
        assertThat(hub.admin().agent(second.id()).at("/scheduling/reason").asText())
                .isEqualTo("a new disk");
        assertThat(shell.run("agents", "drain", "second").output()).contains("draining");
        assertThat(shell.run("agents").output().lines())
                .anySatisfy(line -> assertThat(line).contains("second", "draining"));
        assertThat(shell.run("agents", "resume", "second").output()).contains("active");
        assertThat(shell.run("agents").output()).contains("second");
    }

    @Test
    void followsATaskAcrossARestartOfTheHub() throws IOException {
        Path go = files.resolve("go");
        String script = "echo begun; until [ -e \"$1\" ]; do sleep 0.1; done; echo ended; exit 4";
        try (Program run = shell.start("run", "second", "--", "sh", "-c", script, "sh", go.toString())) {
            run.awaitOutput(Pattern.compile("begun"), LIMIT);
            hub.killHub();
            Files.createFile(go);
            hub.start();
            assertThat(run.awaitExit(LIMIT)).as(run.output()).isEqualTo(4);
            assertThat(run.stdout()).isEqualTo("begun\nended\n");
        }
    }
}
