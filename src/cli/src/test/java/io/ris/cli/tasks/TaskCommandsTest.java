package io.ris.cli.tasks;

import static org.assertj.core.api.Assertions.assertThat;

import io.ris.cli.ExitCode;
import io.ris.cli.hub.PlayedHub;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** {@code ris agents}, {@code ris tasks} and {@code ris task}: what they ask the hub for and what they print. */
class TaskCommandsTest extends TypedCommands {

    private static final String AGENT =
            "{\"id\":%d,\"name\":\"web%d\",\"connection_status\":\"connected\",\"status\":\"active\",\"host\":\"h\\u001b[2J\","
                    + "\"version\":\"1.0\",\"labels\":{\"env\":\"prod\",\"os\":\"linux\"},\"last_seen\":\"2026-01-01T00:00:00Z\"}";

    private static String agents(int first, int last) {
        return PlayedHub.page(
                last,
                IntStream.rangeClosed(first, last)
                        .mapToObj(number -> AGENT.formatted(number, number))
                        .collect(Collectors.joining(",", "[", "]")));
    }

    @Test
    void listsAgentsOfAllPages() {
        hub.on("GET /platform/v1/ris?per_page=200&page=1", agents(1, 200).replace("\"total\":200", "\"total\":201"));
        hub.on("GET /platform/v1/ris?per_page=200&page=2", agents(201, 201));
        assertThat(type("agents")).isZero();
        assertThat(out().lines()).hasSize(202);
        assertThat(out().lines().toList().getFirst()).contains("NAME", "CONNECTION", "LABELS", "LAST SEEN");
        assertThat(out()).contains("web201", "env=prod,os=linux").contains("h\\u001b[2J");
    }

    @Test
    void asksForTheAgentsThatAreWanted() throws Exception {
        hub.on("GET /platform/v1/ris", agents(1, 1));
        type("agents", "--label", "env=prod", "--status", "connected", "--json");
        assertThat(hub.asked("GET /platform").getFirst().what())
                .contains("label=env%3Dprod", "connection_status=connected");
        assertThat(json(out()).get(0).path("name").asText()).isEqualTo("web1");
        type("agents", "--status", "inactive");
        assertThat(hub.asked("GET /platform").getLast().what()).contains("?status=inactive");
    }

    @Test
    void saysThatThereIsNoSuchAgent() {
        hub.on("GET /platform/v1/ris", PlayedHub.page(0, "[]"));
        assertThat(type("agents")).isZero();
        assertThat(out()).isEmpty();
        assertThat(err()).contains("no such agent");
    }

    @Test
    void listsTasksWithTheNamesOfTheirAgents() {
        hub.on("GET /platform/v1/ris/c-1", PlayedHub.data("{\"name\":\"local\"}"));
        String spec =
                ",\"created_at\":\"2026-01-01T00:00:00Z\",\"task\":{\"command\":\"sh\",\"args\":[\"-c\",\"it's\"]}";
        String one = task("running", 1, spec).replace("{\"success\":true,\"data\":", "");
        String task = one.substring(0, one.length() - 1);
        hub.on("GET /platform/v1/tasks", PlayedHub.page(2, "[" + task + "," + task + "]"));
        assertThat(type("tasks", "--status", "running", "--agent", "local", "--type", "command", "--limit", "2"))
                .isZero();
        assertThat(hub.asked("GET /platform/v1/tasks").getFirst().what())
                .contains("status=running", "client_id=local", "type=command", "per_page=2");
        assertThat(out()).contains(ID, "local", "sh -c 'it'\\''s'");
        assertThat(hub.asked("GET /platform/v1/ris/c-1")).hasSize(1);
    }

    @Test
    void showsATask() {
        hub.on(
                "GET " + TASK,
                task("failed", 1, ",\"error\":\"exit_code\",\"detail\":\"ended\"" + result(3, "abc", "")));
        assertThat(type("task", "show", ID)).isZero();
        assertThat(out()).contains("failed (exit_code): ended", "exit code", "3 bytes", "c-1");
    }

    @Test
    void showsOfWhichStreamTheRestIsMissing() {
        hub.on("GET " + TASK, task("completed", 1, result(0, "abc", "") + ",\"gaps\":[\"stdout\"]"));
        type("task", "show", ID);
        assertThat(out()).containsPattern("missing +the rest of stdout");
    }

    @Test
    void waitsForATask() {
        hub.on(
                "GET " + TASK,
                task("running", 1, ""),
                task("failed", 1, ",\"error\":\"exit_code\"" + result(7, "o", "")));
        assertThat(type("task", "wait", ID)).isEqualTo(7);
        assertThat(out()).isEmpty();
    }

    @Test
    void waitsForNoTaskThatThereIsNot() {
        hub.then("GET " + TASK, 404, PlayedHub.problem("task_not_found", "there is no such task"));
        assertThat(type("task", "wait", ID)).isEqualTo(ExitCode.TASK_UNKNOWN);
        assertThat(type("task", "show", ID)).isEqualTo(ExitCode.HUB_REFUSED);
    }

    @Test
    void cancelsATask() {
        hub.on("POST " + TASK + "/cancel", task("cancelled", 1, ""));
        assertThat(type("task", "cancel", ID)).isZero();
        assertThat(out()).isEqualTo("task " + ID + " cancelled\n");
    }

    @Test
    void listsTheStepsOfATask() {
        hub.on(
                "GET " + TASK + "/events",
                PlayedHub.data("[{\"at\":\"t\",\"to\":\"queued\",\"attempt\":0,\"node\":\"n\"}]"));
        assertThat(type("task", "events", ID)).isZero();
        assertThat(out()).contains("queued");
    }

    @Test
    void printsWhatATaskHasWrittenSoFar() {
        hub.on("GET " + TASK, task("running", 1, ""));
        hub.on("GET " + TASK + "/output?stream=stdout&offset=0", piece("out"));
        hub.on("GET " + TASK + "/output?stream=stderr&offset=0", piece("err"));
        assertThat(type("task", "output", ID)).isZero();
        assertThat(out()).isEqualTo("out");
        assertThat(err()).isEqualTo("err");
    }

    /** A piece of output that has not come to the end. */
    private static String more(String text) {
        return piece(text).replace("utf-8\"", "utf-8\",\"complete\":false");
    }

    @Test
    void printsAllOfAStreamThatTheHubTellsInParts() {
        hub.on("GET " + TASK, task("completed", 1, ""));
        hub.on("GET " + TASK + "/output?stream=stdout&offset=0", more("one "));
        hub.on("GET " + TASK + "/output?stream=stdout&offset=4", more("two "));
        hub.on("GET " + TASK + "/output?stream=stdout&offset=8", piece("three"));
        assertThat(type("task", "output", ID, "--stream", "stdout")).isZero();
        assertThat(out()).isEqualTo("one two three");
        assertThat(hub.asked("GET " + TASK + "/output")).hasSize(3);
    }

    @Test
    void saysForWhichStreamTheHubHadNoRoom() {
        hub.on("GET " + TASK, task("completed", 1, result(0, "out", "") + ",\"gaps\":[\"stdout\"]"));
        hub.on(
                "GET " + TASK + "/output?stream=stdout&offset=0",
                piece("out").replace("utf-8\"", "utf-8\",\"complete\":true,\"gap\":true"));
        hub.on("GET " + TASK + "/output?stream=stderr&offset=0", piece(""));
        type("task", "output", ID);
        assertThat(out()).isEqualTo("out");
        assertThat(err()).isEqualTo("ris: the hub had no room for the rest of stdout\n");
    }

    @Test
    void printsOneStreamFromAnOffset() {
        hub.on("GET " + TASK, task("running", 1, ""));
        hub.on("GET " + TASK + "/output?stream=stderr&offset=2", piece("r"));
        assertThat(type("task", "output", ID, "--stream", "stderr", "--offset", "2"))
                .isZero();
        assertThat(out()).isEqualTo("r");
        assertThat(err()).isEmpty();
    }

    @Test
    void followsATaskFromAnOffsetToItsEnd() {
        hub.on(
                "GET " + TASK,
                task("running", 1, ""),
                task("running", 1, ""),
                task("completed", 1, result(0, "abcd", "")));
        hub.on("GET " + TASK + "/output?stream=stdout&offset=1", piece("bc"));
        hub.on("GET " + TASK + "/output", piece(""));
        assertThat(type("task", "output", ID, "--follow", "--offset", "1")).isZero();
        assertThat(out()).isEqualTo("bcd");
    }

    @Test
    void printsOneDocumentOfOutput() throws Exception {
        hub.on("GET " + TASK, task("completed", 1, ""));
        hub.on("GET " + TASK + "/output", piece("x"));
        type("task", "output", ID, "--json");
        assertThat(json(out()).path("data").asText()).isEqualTo("x");
        assertThat(type("task", "output", ID, "--offset", "-1")).isEqualTo(ExitCode.BAD_CONFIGURATION);
    }

    @Test
    void aTaskIdOfStrangersReachesNoOtherPath() {
        assertThat(type("task", "show", "../ris?x")).isEqualTo(ExitCode.HUB_REFUSED);
        assertThat(hub.asked("GET ").getLast().what()).isEqualTo("GET /platform/v1/task/../ris?x");
    }
}
