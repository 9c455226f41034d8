package io.ris.cli.tasks;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.ris.cli.ExitCode;
import io.ris.cli.hub.PlayedHub;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code ris run}: what it asks the hub for, what it passes on, and how it ends. */
class RunCommandTest extends TypedCommands {

    private static final String EXECUTE = "POST /platform/v1/task/execute";

    private void submitted() {
        hub.on(EXECUTE, task("queued", 0, ""));
    }

    private void ends(String more) {
        submitted();
        hub.on("GET " + TASK, task("completed", 1, more));
    }

    private JsonNode request() throws JsonProcessingException {
        return json(hub.asked(EXECUTE).getFirst().body());
    }

    @Test
    void sendsTheProgramWithItsArgumentsAsTheyWereTyped() throws Exception {
        ends(result(0, "", ""));
        type("run", "local", "--", "curl", "-d", "@file", "--json", "", "--", "a b", "$HOME");
        assertThat(request().path("client_id").asText()).isEqualTo("local");
        assertThat(request().path("task").path("command").asText()).isEqualTo("curl");
        assertThat(request().path("task").path("args"))
                .extracting(JsonNode::asText)
                .containsExactly("-d", "@file", "--json", "", "--", "a b", "$HOME");
    }

    @Test
    void passesOnWhatTheHubsEventsTell() {
        submitted();
        String first = """
                id: 1.0.0.0
                event: status
                data: {"task_id":"018f-1","status":"running","attempt":1}

                id: 1.3.0.0
                event: output
                data: {"attempt":1,"stream":"stdout","offset":0,"next_offset":3,"data":"one","encoding":"utf-8"}

                """;
        String then = """
                : still there

                id: 1.6.0.0
                event: output
                data: {"attempt":1,"stream":"stdout","offset":2,"next_offset":6,"data":"e,\\nt","encoding":"utf-8"}

                id: 1.6.2.0
                event: output
                data: {"attempt":1,"stream":"stderr","offset":0,"next_offset":2,"data":"/wA=","encoding":"base64"}

                event: end
                data: {"reason":"finished"}

                """;
        hub.on("EVENTS " + TASK + "/output", first, then);
        hub.on("GET " + TASK, task("running", 1, ""), task("completed", 1, result(3, "one,\\ntwo", "")));
        assertThat(type("run", "local", "--", "x")).isEqualTo(3);
        assertThat(out()).isEqualTo("one,\ntwo");
        assertThat(errors.toByteArray()).containsExactly(0xff, 0);
        assertThat(hub.asked("EVENTS")).hasSize(2);
    }

    @Test
    void sendsWhatTheOptionsSay() throws Exception {
        ends(result(0, "", ""));
        input = "typed\n";
        environment.put("OWN", "mine");
        type(
                "run",
                "--timeout",
                "1m30s",
                "--priority",
                "5",
                "--retries",
                "2",
                "--idempotent",
                "--dir",
                "/srv",
                "--env",
                "A=b=c",
                "-e",
                "OWN",
                "--stdin",
                "-",
                "local",
                "--",
                "cat");
        assertThat(request()).isEqualTo(json("""
                        {"client_id":"local","async":true,"priority":"critical","timeout":90.000,"max_retries":2,
                         "idempotent":true,"task":{"type":"command","command":"cat","args":[],
                         "environment":{"A":"b=c","OWN":"mine"},"working_dir":"/srv","stdin":"typed\\n"}}"""));
    }

    @Test
    void takesSecretsFromAFile() throws Exception {
        ends(result(0, "", ""));
        var file = Files.writeString(directory.resolve("env"), "# who\nTOKEN= s3cret=\n\nA=file\nSHORT=abc\n");
        type("run", "--env-file", file.toString(), "--env", "A=option", "local", "--", "true");
        assertThat(request().path("task").path("environment"))
                .isEqualTo(json("{\"TOKEN\":\" s3cret=\",\"A\":\"option\",\"SHORT\":\"abc\"}"));
        assertThat(request().path("task").path("secret_variables")).isEqualTo(json("[\"TOKEN\"]"));
    }

    @Test
    void callsNoVariableOfTheCommandLineSecret() throws Exception {
        ends(result(0, "", ""));
        type("run", "--env", "A=option", "local", "--", "true");
        assertThat(request().path("task").has("secret_variables")).isFalse();
    }

    @Test
    void tellsNoSecretOfAFileThatItCannotUse() throws Exception {
        var file = Files.writeString(directory.resolve("env"), "s3cret\n");
        assertThat(type("run", "--env-file", file.toString(), "local", "--", "true"))
                .isEqualTo(ExitCode.BAD_CONFIGURATION);
        assertThat(err()).contains("line 1").doesNotContain("s3cret");
    }

    @Test
    void passesBothStreamsOnApartAndExitsAsTheProgramDid() {
        submitted();
        hub.on("GET " + TASK, task("failed", 1, ",\"error\":\"exit_code\"" + result(3, "out", "err")));
        assertThat(type("run", "local", "--", "x")).isEqualTo(3);
        assertThat(out()).isEqualTo("out");
        assertThat(err()).isEqualTo("err");
    }

    @Test
    void passesBytesOnThatAreNoText() {
        byte[] binary = {0, (byte) 0xff, 27, '[', 'A', (byte) 0xfe};
        ends(",\"result\":{\"exit_code\":0,\"stdout\":\"" + Base64.getEncoder().encodeToString(binary)
                + "\",\"stdout_encoding\":\"base64\",\"stderr\":\"\"}");
        type("run", "local", "--", "x");
        assertThat(bytes.toByteArray()).isEqualTo(binary);
    }

    @Test
    void passesOutputOnWhileTheTaskRuns() {
        submitted();
        hub.on(
                "GET " + TASK,
                task("running", 1, ""),
                task("running", 1, ""),
                task("running", 1, ""),
                task("completed", 1, ""));
        hub.on("GET " + TASK + "/output?stream=stdout&offset=0", piece("ab"));
        hub.on("GET " + TASK + "/output?stream=stdout&offset=2", piece("c"));
        hub.on("GET " + TASK + "/output?stream=stdout&offset=3", piece(""), piece("d"));
        hub.on("GET " + TASK + "/output?stream=stderr&offset=0", piece(""));
        hub.on("GET " + TASK + "/output", piece(""));
        assertThat(type("run", "local", "--", "x")).isZero();
        assertThat(out()).isEqualTo("abcd");
    }

    @Test
    void beginsAnewWithAnotherAttempt() {
        submitted();
        hub.on(
                "GET " + TASK,
                task("running", 1, ""),
                task("running", 1, ""),
                task("running", 2, ""),
                task("completed", 2, result(0, "second", "")));
        hub.on("GET " + TASK + "/output?stream=stdout&offset=0", piece("first"), piece("sec"));
        hub.on("GET " + TASK + "/output?stream=stdout&offset=5", piece("d"));
        hub.on("GET " + TASK + "/output", piece(""));
        type("run", "local", "--", "x");
        assertThat(out()).isEqualTo("firstsecond");
        assertThat(err()).contains("attempt 2");
    }

    @ParameterizedTest
    @CsvSource({
        "timeout, timeout, 124",
        "cancelled, cancelled, 122",
        "failed, expired, 123",
        "failed, outcome_unknown, 123",
        "failed, command_not_found, 127",
        "failed, permission_denied, 126"
    })
    void exitsWithACodeOfItsOwnWhereTheProgramGaveNone(String status, String error, int exitCode) {
        submitted();
        hub.on("GET " + TASK, task(status, 1, ",\"error\":\"" + error + "\",\"detail\":\"why\"" + result(143, "", "")));
        assertThat(type("run", "local", "--", "x")).isEqualTo(exitCode);
        assertThat(err()).startsWith("ris: task " + ID + ": " + status).contains("why");
    }

    @Test
    void saysThatOutputIsMissing() {
        ends(",\"result\":{\"exit_code\":0,\"stdout\":\"o\",\"stderr\":\"\",\"dropped_bytes\":17}");
        assertThat(type("run", "local", "--", "x")).isZero();
        assertThat(err()).startsWith("ris: ").contains("17 bytes");
    }

    @Test
    void saysOnceForWhichStreamTheHubHadNoRoom() {
        ends(result(0, "o", "") + ",\"gaps\":[\"stdout\"]");
        String event = """
                id: 1.1.0.0
                event: gap
                data: {"task_id":"018f-1","attempt":1,"stream":"stdout","offset":1}

                event: end
                data: {"reason":"finished"}

                """;
        hub.on("EVENTS " + TASK + "/output", event);
        assertThat(type("run", "local", "--", "x")).isZero();
        assertThat(err()).isEqualTo("ris: the hub had no room for the rest of stdout\n");
    }

    @Test
    void saysForWhichStreamTheHubHadNoRoomWhereItHasNoEvents() {
        ends(result(0, "", "e") + ",\"gaps\":[\"stderr\"]");
        assertThat(type("run", "local", "--", "x")).isZero();
        assertThat(err()).isEqualTo("eris: the hub had no room for the rest of stderr\n");
    }

    @Test
    void saysForWhichStreamTheHubHadNoRoomBesideADocument() throws Exception {
        ends(result(0, "o", "") + ",\"gaps\":[\"stdout\"]");
        type("run", "--json", "local", "--", "x");
        assertThat(json(out()).path("gaps").path(0).asText()).isEqualTo("stdout");
        assertThat(err()).isEqualTo("ris: the hub had no room for the rest of stdout\n");
    }

    @Test
    void printsOneDocumentAndNothingElse() throws Exception {
        ends(result(0, "out", "err"));
        type("run", "--json", "local", "--", "x");
        assertThat(json(out()).path("result").path("stdout").asText()).isEqualTo("out");
        assertThat(err()).isEmpty();
    }

    @Test
    void printsTheIdWhereItDoesNotWait() {
        submitted();
        assertThat(type("run", "--no-wait", "local", "--", "x")).isZero();
        assertThat(out()).isEqualTo(ID + "\n");
        assertThat(hub.asked("GET " + TASK)).isEmpty();
    }

    @Test
    void asksAHubThatIsAwayForTheSameTaskAgain() {
        hub.then(EXECUTE, 503, PlayedHub.problem("store_unavailable", "the store is away"));
        hub.then(EXECUTE, 404, "<html>starting</html>");
        ends(result(0, "out", ""));
        assertThat(type("run", "local", "--", "x")).isZero();
        assertThat(hub.asked(EXECUTE))
                .hasSize(3)
                .extracting(PlayedHub.Asked::key)
                .doesNotContain("")
                .containsOnly(hub.asked(EXECUTE).getFirst().key());
        assertThat(err()).contains("the store is away", "trying again", "the hub is back");
    }

    @Test
    void waitsOnWhileTheHubIsAway() {
        submitted();
        hub.then("GET " + TASK, 502, "gateway");
        hub.then("GET " + TASK, 429, PlayedHub.problem("rate_limited", "too many"));
        hub.on("GET " + TASK, task("completed", 1, result(0, "out", "")));
        assertThat(type("run", "local", "--", "x")).isZero();
        assertThat(out()).isEqualTo("out");
    }

    @Test
    void refusesAtOnceWhereTheHubIsNotThere() {
        hub.close();
        assertThat(type("run", "local", "--", "x")).isEqualTo(ExitCode.TASK_UNKNOWN);
        assertThat(err()).startsWith("ris: ").contains("cannot be reached");
    }

    @Test
    void exitsWithACodeOfItsOwnWhereTheHubRefuses() {
        hub.then(EXECUTE, 404, PlayedHub.problem("client_not_found", "there is no such client"));
        assertThat(type("run", "nobody", "--", "x")).isEqualTo(ExitCode.TASK_UNKNOWN);
        assertThat(err()).contains("there is no such client");
    }

    @Test
    void cancelsTheTaskWhenItIsInterrupted() {
        submitted();
        hub.on("POST " + TASK + "/cancel", task("running", 1, ""));
        hub.on("GET " + TASK, task("running", 1, ""), task("cancelled", 1, result(143, "last words", "")));
        hub.on("GET " + TASK + "/output", piece(""));
        stop.request();
        assertThat(type("run", "local", "--", "x")).isEqualTo(ExitCode.INTERRUPTED);
        assertThat(hub.asked("POST " + TASK + "/cancel")).hasSize(1);
        assertThat(out()).isEqualTo("last words");
    }

    @Test
    void aTaskThatEndsBeforeItCanBeCancelledHasEnded() {
        submitted();
        hub.then("POST " + TASK + "/cancel", 409, PlayedHub.problem("task_finished", "the task has ended"));
        hub.on("GET " + TASK, task("completed", 1, result(0, "all", "")));
        stop.request();
        assertThat(type("run", "local", "--", "x")).isEqualTo(ExitCode.INTERRUPTED);
        assertThat(out()).isEqualTo("all");
        assertThat(err()).doesNotContain("refused");
    }

    @Test
    void cancelsTheTaskWhoseOutputNobodyTakes() {
        submitted();
        hub.on("GET " + TASK, task("running", 1, ""));
        hub.on("GET " + TASK + "/output", piece("y"));
        hub.on("POST " + TASK + "/cancel", task("running", 1, ""));
        output = new OutputStream() {
            @Override
            public void write(int one) throws IOException {
                throw new IOException("Broken pipe");
            }
        };
        assertThat(type("run", "local", "--", "yes")).isEqualTo(ExitCode.TASK_UNKNOWN);
        assertThat(hub.asked("POST " + TASK + "/cancel")).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "--priority, 6",
        "--priority, urgent",
        "--timeout, soon",
        "--retries, x",
        "--nonsense, 1",
        "--env, =x",
        "--env, ABSENT",
        "--env-file, /no/such/file",
        "--stdin, /no/such/file"
    })
    void refusesAWrongOption(String option, String value) {
        assertThat(type("run", option, value, "local", "--", "x")).isEqualTo(ExitCode.BAD_CONFIGURATION);
        assertThat(out()).isEmpty();
        assertThat(hub.asked(EXECUTE)).isEmpty();
    }

    @Test
    void saysWhatIsWrongInAFewLines() {
        assertThat(type("run", "local", "ls", "-l")).isEqualTo(ExitCode.BAD_CONFIGURATION);
        assertThat(err().lines())
                .containsExactly(
                        "ris: Unknown option: '-l'",
                        "Usage: ris run [OPTIONS] AGENT -- PROGRAM [ARGUMENT...]",
                        "ris run --help says more");
    }

    @Test
    void refusesToRunNothing() {
        assertThat(type("run", "local")).isEqualTo(ExitCode.BAD_CONFIGURATION);
    }
}
