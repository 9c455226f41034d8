package io.ris.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.ris.protocol.Json;
import java.io.ByteArrayOutputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What comes back from a command: output whole and apart, exit codes exact; and what ends one early. */
@ExtendWith(SharedHub.class)
class OutputIT {

    private static final String LOCAL = "local";
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final RisApi api;

    OutputIT(Hub hub) {
        this.api = hub.admin();
    }

    @Test
    void bringsLargeOutputBackWhole() {
        StringBuilder expected = new StringBuilder();
        for (int line = 1; line <= 50_000; line++) {
            expected.append(line).append('\n');
        }
        assertThat(expected.length()).isGreaterThan(280_000);

        JsonNode task = api.run(Submission.command(LOCAL, "seq", "1", "50000"));

        assertThat(task.path("result").path("stdout").asText()).isEqualTo(expected.toString());
        assertThat(outputByOffset(task.path("task_id").asText(), expected.length()))
                .isEqualTo(expected.toString());
    }

    private String outputByOffset(String id, int length) {
        StringBuilder all = new StringBuilder();
        while (all.length() < length) {
            JsonNode part = api.get("/platform/v1/task/" + id + "/output?stream=stdout&offset=" + all.length())
                    .data();
            assertThat(part.path("data").asText())
                    .as("output at %d", all.length())
                    .isNotEmpty();
            all.append(part.path("data").asText());
        }
        return all.toString();
    }

    @Test
    void bringsBinaryOutputBackInBase64() {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (int value = 0; value < 256; value++) {
            all.write(value);
        }
        String script = "i=0; while [ $i -lt 256 ]; do printf \"\\\\$(printf %03o $i)\"; i=$((i+1)); done";

        JsonNode result = api.run(Submission.script(LOCAL, script)).path("result");

        assertThat(result.path("stdout_encoding").asText()).isEqualTo("base64");
        assertThat(Base64.getDecoder().decode(result.path("stdout").asText())).isEqualTo(all.toByteArray());
    }

    @Test
    void keepsStandardErrorApart() {
        JsonNode result = api.run(Submission.script(LOCAL, "echo out; echo err >&2; echo out again"))
                .path("result");

        assertThat(result.path("stdout").asText()).isEqualTo("out\nout again\n");
        assertThat(result.path("stderr").asText()).isEqualTo("err\n");
    }

    @Test
    void passesInputDirectoryAndEnvironmentOn() {
        JsonNode result = api.run(Submission.script(LOCAL, "cat; pwd; echo \"$COLOUR\"")
                        .task("stdin", "typed\n")
                        .task("working_dir", "/")
                        .task("environment", Map.of("COLOUR", "blue $(id)")))
                .path("result");

        assertThat(result.path("stdout").asText()).isEqualTo("typed\n/\nblue $(id)\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "two words",
                "; id",
                "&& id",
                "| id",
                "`id`",
                "$(id)",
                "${HOME}",
                "$HOME",
                "a\nb",
                "tab\there",
                "'single'",
                "\"double\"",
                "back\\slash",
                "*",
                "~",
                "> /dev/null",
                "--version",
                "%s%n",
                "#comment",
                "!!",
                "{a,b}",
                "\u00e4\u00f6\u00fc \u65e5\u672c\u8a9e \ud83d\ude00",
                "\u001b[31mred"
            })
    void passesAnArgumentToTheProgramUnchanged(String argument) {
        JsonNode task = api.run(Submission.command(LOCAL, "printf", "%s", argument));

        assertThat(task.path("result").path("stdout").asText("absent")).isEqualTo(argument);
    }

    @ParameterizedTest
    @CsvSource({
        "exit 0, 0",
        "exit 1, 1",
        "exit 3, 3",
        "exit 126, 126",
        "exit 255, 255",
        "kill -9 $$, 137",
        "kill -15 $$, 143"
    })
    void reportsTheExactExitCode(String script, int exitCode) {
        JsonNode task = api.run(Submission.script(LOCAL, script));

        assertThat(task.path("result").path("exit_code").asInt(-1)).isEqualTo(exitCode);
        assertThat(task.path("status").asText()).isEqualTo(exitCode == 0 ? "completed" : "failed");
        assertThat(task.path("error").asText()).isEqualTo(exitCode == 0 ? "" : "exit_code");
    }

    @Test
    void saysWhyAProgramCouldNotStart() {
        JsonNode task = api.run(Submission.command(LOCAL, "/no/such/program"));

        assertThat(task.path("status").asText()).isEqualTo("failed");
        assertThat(task.path("error").asText()).isNotBlank();
    }

    @Test
    void killsTheWholeProcessGroupOfACancelledTask() {
        Path pids = Scratch.directory("pids").resolve("pids");
        String id = api.submit(Submission.script(LOCAL, "sleep 300 & echo \"$$ $!\" > \"$1\"; wait", pids.toString()));
        long[] processes = awaitProcesses(pids);
        api.awaitStatus(id, "running");

        assertThat(api.post("/platform/v1/task/" + id + "/cancel", Map.of()).status())
                .isIn(200, 202);

        assertThat(api.awaitFinal(id).path("status").asText()).isEqualTo("cancelled");
        awaitGone(processes);
    }

    @Test
    void killsTheWholeProcessGroupOfATaskThatTakesTooLong() {
        Path pids = Scratch.directory("pids").resolve("pids");
        Submission slow = Submission.script(LOCAL, "sleep 300 & echo \"$$ $!\" > \"$1\"; wait", pids.toString());
        String id = api.submit(slow.task("timeout", 1));

        assertThat(api.awaitFinal(id).path("status").asText()).isEqualTo("timeout");
        awaitGone(awaitProcesses(pids));
    }

    @Test
    void whoWaitsForATaskHearsOfItsTimeout() {
        Reply reply = api.execute(Submission.command(LOCAL, "sleep", "20").with("timeout", 1));

        assertThat(reply.expect(200).data().path("status").asText()).isEqualTo("timeout");
    }

    @Test
    void tellsNoValueOfAHeaderThatCannotBeSent() {
        Submission odd = Submission.http(LOCAL, "http://127.0.0.1:1/")
                .task("headers", Map.of("Authorization", "Bearer s3cr\u0142t"));

        Reply refusal = api.execute(odd);

        refusal.expectProblem(422, "invalid_request");
        assertThat(refusal.text()).contains("task.headers", "Authorization").doesNotContain("s3cr");
    }

    @Test
    void refusesATaskThatDoesNotFitIntoOneMessage() {
        String large = "x".repeat(1_045_000);

        api.execute(Submission.command(LOCAL, "cat").task("stdin", large)).expectProblem(422, "invalid_request");

        assertThat(api.execute(Submission.command(LOCAL, "wc", "-c").task("stdin", large.substring(10_000)))
                        .data()
                        .path("result")
                        .path("stdout")
                        .asText()
                        .strip())
                .isEqualTo("1035000");
    }

    @Test
    void aTaskHasATagThatChangesWithIt() {
        String id = api.submit(Submission.command(LOCAL, "true").with("not_before", "2099-01-01T00:00:00Z"));
        String waiting = api.get("/platform/v1/task/" + id).header("etag");

        assertThat(api.get("/platform/v1/task/" + id).header("etag"))
                .isNotBlank()
                .isEqualTo(waiting);
        api.post("/platform/v1/task/" + id + "/cancel", Map.of());

        assertThat(api.get("/platform/v1/task/" + id).header("etag")).isNotEqualTo(waiting);
    }

    @Test
    void anIdempotencyKeyAnswersTheFirstTaskWhateverHasChangedSince() {
        String soon = Instant.now().plusMillis(1_500).toString();
        Map<String, Object> body =
                Submission.command(LOCAL, "true").with("expires_at", soon).body();
        String key = "key-" + UUID.randomUUID();
        JsonNode first = executed(body, key);
        await("the time after expires_at").atMost(LIMIT).until(() -> Instant.now()
                .isAfter(Instant.parse(soon)));

        assertThat(executed(body, key)).isEqualTo(first);
    }

    private JsonNode executed(Map<String, Object> body, String key) {
        try {
            return api.send(api.request("/platform/v1/task/execute")
                            .header("Content-Type", "application/json")
                            .header("Idempotency-Key", key)
                            .POST(BodyPublishers.ofString(Json.lenient().writeValueAsString(body))))
                    .expect(200)
                    .data();
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long[] awaitProcesses(Path file) {
        await("processes").atMost(LIMIT).until(() -> Scratch.read(file).endsWith("\n"));
        return Arrays.stream(Scratch.read(file).strip().split(" "))
                .mapToLong(Long::parseLong)
                .toArray();
    }

    private static void awaitGone(long[] processes) {
        await("end of the processes").atMost(LIMIT).until(() -> Arrays.stream(processes)
                .noneMatch(pid ->
                        ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isPresent()));
    }

    @Test
    void refusesToCancelWhatHasEnded() {
        String id = api.run(Submission.command(LOCAL, "true")).path("task_id").asText();

        api.post("/platform/v1/task/" + id + "/cancel", Map.of()).expect(409);

        assertThat(api.task(id).path("status").asText()).isEqualTo("completed");
    }

    @Test
    void endsATaskAsExpiredThatCouldNotStartInTime() {
        String absent = "absent-" + UUID.randomUUID();
        api.createAgent(absent);

        JsonNode task = api.run(Submission.command(absent, "true")
                .with("expires_at", Clock.systemUTC().instant().plusSeconds(2).toString()));

        assertThat(task.path("status").asText()).isEqualTo("failed");
        assertThat(task.path("error").asText()).isEqualTo("expired");
        assertThat(task.has("started_at")).isFalse();
        api.delete("/platform/v1/ris/" + absent).expect(200);
    }

    @ParameterizedTest
    @CsvSource({"lowest, 1", "low, 2", "normal, 3", "high, 4", "critical, 5"})
    void acceptsAPriorityByNameAndByNumber(String name, int level) {
        JsonNode named = api.run(Submission.command(LOCAL, "true").with("priority", name));
        JsonNode numbered = api.run(Submission.command(LOCAL, "true").with("priority", level));

        assertThat(named.path("priority")).isEqualTo(numbered.path("priority"));
        assertThat(named.path("priority").asText()).isIn(name, Integer.toString(level));
    }

    @Test
    void masksSecretsOfATask() {
        JsonNode task = api.run(Submission.http(LOCAL, "http://127.0.0.1:1/")
                .task("retries", 0)
                .with("max_retries", 0)
                .task("auth", Map.of("type", "bearer", "bearer_token", "canary-of-the-test")));

        assertThat(task.path("status").asText()).isEqualTo("failed");
        assertThat(task.toString()).doesNotContain("canary-of-the-test").contains("***");
    }

    @Test
    void keepsSecretsOutOfWhatATaskWrites() {
        String secret = "canary-of-the-output";
        String masked = "*".repeat(secret.length());
        JsonNode task = api.run(Submission.script(
                        LOCAL, "echo \"<$TOKEN>\"; printf %s \"$TOKEN\" >&2; sleep 0.5; echo \"$OPEN $TOKEN\"")
                .task("environment", Map.of("TOKEN", secret, "OPEN", "to be seen"))
                .task("secret_variables", List.of("TOKEN")));

        assertThat(task.at("/result/stdout").asText()).isEqualTo("<" + masked + ">\nto be seen " + masked + "\n");
        assertThat(task.at("/result/stderr").asText()).isEqualTo(masked);
        assertThat(task.toString()).doesNotContain(secret);

        Reply refusal = api.execute(Submission.command(LOCAL, "true").task("secret_variables", List.of("TOKEN")));
        refusal.expect(422);
        assertThat(refusal.faultyFields()).containsExactly("task.secret_variables");
    }
}
