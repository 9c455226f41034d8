package io.ris.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.ris.it.CommandLine.Outcome;
import io.ris.protocol.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An operator at a shell: {@code ris agents, run, tasks, task} and completion, on a hub with the local agent. */
@TestInstance(Lifecycle.PER_CLASS)
@ExtendWith(SharedHub.class)
class CommandLineTasksIT {

    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final int KEPT = 1024 * 1024;

    private final CommandLine shell = new CommandLine();
    private final Path files = Scratch.directory("shell");
    private Hub hub;

    @BeforeAll
    void startHub() {
        hub = Hub.withLocalAgent().start();
        assertThat(shell.login(hub).exitCode()).isZero();
    }

    @AfterAll
    void stopAll() {
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

    private Path absent(String name) throws IOException {
        return Files.createTempDirectory(files, "f").resolve(name);
    }

    /** The id of a task that runs a script and is not waited for. */
    private String submitted(String script, String parameter) {
        Outcome outcome = shell.run("run", "--no-wait", "local", "--", "sh", "-c", script, "sh", parameter);
        assertThat(outcome.exitCode()).as(outcome.errors()).isZero();
        return outcome.output().strip();
    }

    @ParameterizedTest
    @CsvSource({"exit 0, 0", "exit 3, 3", "exit 255, 255", "kill -9 $$, 137"})
    void exitsAsTheProgramDid(String script, int exitCode) {
        Outcome outcome = shell.run("run", "local", "--", "sh", "-c", script);
        assertThat(outcome.exitCode()).as(outcome.errors()).isEqualTo(exitCode);
        assertThat(outcome.errors()).isEmpty();
    }

    @Test
    void saysWhyThereIsNoExitCodeOfTheProgram() {
        Outcome absent = shell.run("run", "local", "--", "/no/such/program");
        assertThat(absent.exitCode()).isEqualTo(127);
        assertThat(absent.errors()).contains("ris: ", "command_not_found");
        Outcome late = shell.run("run", "--timeout", "1s", "local", "--", "sleep", "60");
        assertThat(late.exitCode()).isEqualTo(124);
        assertThat(late.errors()).contains("took too long");
    }

    @Test
    void keepsTheStreamsApart() {
        Outcome outcome = shell.run("run", "local", "--", "sh", "-c", "echo out; echo err >&2");
        assertThat(outcome.output()).isEqualTo("out\n");
        assertThat(outcome.errors()).isEqualTo("err\n");
    }

    @Test
    void bringsTwoMegabytesOfBinaryOutputByteForByte() throws IOException {
        Path out = absent("out");
        Path err = out.resolveSibling("err");
        String script = "head -c " + KEPT + " /dev/urandom > \"$1\"; head -c " + KEPT
                + " /dev/urandom > \"$2\"; cat \"$1\"; cat \"$2\" >&2";
        try (Program run =
                shell.start("run", "local", "--", "sh", "-c", script, "sh", out.toString(), err.toString())) {
            assertThat(run.awaitExit(LIMIT)).isZero();
            assertThat(run.stdoutBytes()).isEqualTo(Files.readAllBytes(out));
            assertThat(run.stderrBytes()).isEqualTo(Files.readAllBytes(err));
        }
    }

    @Test
    void saysHowMuchOutputIsMissing() {
        try (Program run = shell.start("run", "local", "--", "head", "-c", Integer.toString(2 * KEPT), "/dev/zero")) {
            assertThat(run.awaitExit(LIMIT)).isZero();
            assertThat(run.stdoutBytes()).hasSize(KEPT);
            assertThat(run.stderr()).startsWith("ris: ").contains(" " + KEPT + " bytes");
        }
    }

    @Test
    void passesOutputOnWhileTheProgramRuns() throws IOException {
        Path go = absent("go");
        String script = "echo begun; until [ -e \"$1\" ]; do sleep 0.1; done; echo ended";
        try (Program run = shell.start("run", "local", "--", "sh", "-c", script, "sh", go.toString())) {
            run.awaitOutput(Pattern.compile("begun"), LIMIT);
            assertThat(run.isAlive()).isTrue();
            Files.createFile(go);
            assertThat(run.awaitExit(LIMIT)).isZero();
            assertThat(run.stdout()).isEqualTo("begun\nended\n");
        }
    }

    @Test
    void followsATaskThatRuns() throws IOException {
        Path go = absent("go");
        String id = submitted("echo begun; until [ -e \"$1\" ]; do sleep 0.1; done; echo ended", go.toString());
        try (Program follow = shell.start("task", "output", id, "--stream", "stdout", "--follow")) {
            follow.awaitOutput(Pattern.compile("begun"), LIMIT);
            assertThat(follow.isAlive()).isTrue();
            Files.createFile(go);
            assertThat(follow.awaitExit(LIMIT)).isZero();
            assertThat(follow.stdout()).isEqualTo("begun\nended\n");
        }
        assertThat(shell.run("task", "output", id, "--offset", "6").output()).isEqualTo("ended\n");
        assertThat(json(shell.run("task", "output", id, "--json").output())
                        .path("complete")
                        .asBoolean())
                .isTrue();
    }

    @Test
    void cancelsATask() {
        String id = submitted("exec sleep \"$1\"", "300");
        hub.admin().awaitStatus(id, "running");
        assertThat(shell.run("task", "cancel", id).output()).contains(id);
        assertThat(shell.run("task", "wait", id).exitCode()).isEqualTo(122);
        assertThat(shell.run("task", "show", id).output()).contains("cancelled", "exec sleep", "300");
        assertThat(shell.run("task", "events", id).output()).contains("queued", "running", "cancel requested");
        Outcome again = shell.run("task", "cancel", id);
        assertThat(again.exitCode()).isEqualTo(5);
        assertThat(again.errors()).contains("has ended");
    }

    @Test
    void cancelsTheTaskWhenItIsInterrupted() {
        try (Program run = shell.start("run", "local", "--", "sh", "-c", "echo begun; exec sleep 300")) {
            run.awaitOutput(Pattern.compile("begun"), LIMIT);
            Program.signal("TERM", run.pid()); // SIGINT is ignored below a shell's background job
            assertThat(run.awaitExit(LIMIT)).as(run.output()).isEqualTo(130);
            assertThat(run.stderr()).contains("cancelling task");
        }
        JsonNode newest =
                json(shell.run("tasks", "--limit", "1", "--json").output()).path(0);
        assertThat(newest.path("status").asText()).isEqualTo("cancelled");
    }

    @Test
    void waitsOnWhileTheHubIsRestarted() throws IOException {
        Path go = absent("go");
        String script = "echo begun; until [ -e \"$1\" ]; do sleep 0.1; done; echo ended; exit 4";
        try (Program run = shell.start("run", "local", "--", "sh", "-c", script, "sh", go.toString())) {
            run.awaitOutput(Pattern.compile("begun"), LIMIT);
            hub.stop();
            await("the loss of the hub").atMost(LIMIT).until(() -> run.stderr().contains("trying again"));
            Files.createFile(go);
            hub.start();
            assertThat(run.awaitExit(LIMIT)).as(run.output()).isEqualTo(4);
            assertThat(run.stdout()).isEqualTo("begun\nended\n");
        }
    }

    @Test
    void listsAgents() {
        String table = shell.run("agents", "--status", "connected").output();
        assertThat(table.lines().toList().getFirst()).startsWith("ID").contains("NAME", "CONNECTION");
        assertThat(table).contains("local", "connected");
        JsonNode agents = json(shell.run("agents", "--json").output());
        assertThat(agents).hasSize(1);
        assertThat(agents.path(0).path("name").asText()).isEqualTo("local");
        assertThat(shell.run("agents", "--label", "no=such", "--json").output()).isEqualTo("[]\n");
    }

    @Test
    void printsOneDocumentOfATask() {
        Outcome run = shell.run("run", "--json", "local", "--", "sh", "-c", "echo out; echo err >&2; exit 3");
        assertThat(run.exitCode()).isEqualTo(3);
        assertThat(run.errors()).isEmpty();
        JsonNode task = json(run.output());
        assertThat(task.path("result").path("stderr").asText()).isEqualTo("err\n");
        String id = task.path("task_id").asText();
        assertThat(json(shell.run("task", "show", id, "--json").output())).isEqualTo(task);
        assertThat(json(shell.run("tasks", "--agent", "local", "--status", "failed", "--json")
                        .output()))
                .anyMatch(listed -> listed.path("task_id").asText().equals(id));
        assertThat(shell.run("tasks").output()).contains(id, "local");
    }

    @Test
    void takesInputAndSecretsFromFiles() throws IOException {
        Path secrets = Files.writeString(absent("env"), "TOKEN=canary of the shell\n");
        Path input = Files.writeString(secrets.resolveSibling("input"), "typed\n");
        Outcome run = shell.run(
                "run",
                "--json",
                "--env-file",
                secrets.toString(),
                "--stdin",
                input.toString(),
                "--dir",
                "/",
                "local",
                "--",
                "sh",
                "-c",
                "cat; pwd; printenv TOKEN; printenv TOKEN | tr c C");
        JsonNode task = json(run.output());
        assertThat(task.path("result").path("stdout").asText())
                .isEqualTo("typed\n/\n*******************\nCanary of the shell\n");
        assertThat(task.path("task").toString()).doesNotContain("canary");
    }

    @Test
    void tellsApartWhoIsAtFault() {
        Outcome nobody = shell.run("run", "nobody", "--", "true");
        assertThat(nobody.exitCode()).isEqualTo(125);
        assertThat(nobody.errors()).contains("client_not_found");
        Outcome option = shell.run("run", "--nonsense", "local", "--", "true");
        assertThat(option.exitCode()).isEqualTo(2);
        assertThat(option.errors()).contains("--nonsense");
        try (CommandLine stranger = new CommandLine()) {
            assertThat(stranger.run("agents").exitCode()).isEqualTo(5);
            Outcome run = stranger.run("run", "local", "--", "true");
            assertThat(run.exitCode()).isEqualTo(125);
            assertThat(run.errors()).contains("ris login");
        }
    }

    @Test
    void completesInABash() {
        String bash = "source <(./ris completion bash); COMP_WORDS=(./ris task ou); COMP_CWORD=2; _complete_ris;"
                + " echo \"${COMPREPLY[@]}\"";
        try (Program program = Program.start(Map.of(), List.of("bash", "--norc", "-c", bash))) {
            assertThat(program.awaitExit(LIMIT)).as(program.output()).isZero();
            assertThat(program.stdout().strip()).isEqualTo("output");
        }
    }
}
