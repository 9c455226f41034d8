package io.ris.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a task writes, followed as server-sent events while it runs. */
@ExtendWith(SharedHub.class)
class FollowOutputIT {

    private static final String LOCAL = "local";
    private static final int PLACES = 20;
    private static final Duration LIMIT = Duration.ofSeconds(75);

    private final Hub hub;
    private final RisApi api;

    FollowOutputIT(Hub hub) {
        this.hub = hub;
        this.api = hub.admin();
    }

    /** A command that goes on as files appear in a directory: 1, 2, and so on. */
    private static Submission inSteps(Path steps, String... writes) {
        StringBuilder script = new StringBuilder();
        for (int step = 0; step < writes.length; step++) {
            script.append(step == 0 ? "" : "while ! [ -e \"$1/" + step + "\" ]; do sleep 0.05; done; ")
                    .append(writes[step])
                    .append("; ");
        }
        return Submission.script(LOCAL, script.toString(), steps.toString());
    }

    private static void step(Path steps, int number) {
        try {
            Files.createFile(steps.resolve(Integer.toString(number)));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void tellsWhatATaskWritesWhileItRuns() {
        Path steps = Scratch.directory("steps");
        String id = api.submit(inSteps(steps, "echo one; echo wrong >&2", "echo two; exit 3"));
        try (EventReader reader = EventReader.of(api, id)) {
            reader.await("the first line", r -> r.text("stdout").equals("one\n"));
            reader.await("the error", r -> r.text("stderr").equals("wrong\n"));
            assertThat(reader.isOver()).isFalse();
            step(steps, 1);
            assertThat(reader.awaitEnd()).isEqualTo("finished");
            assertThat(reader.text("stdout")).isEqualTo("one\ntwo\n");
            JsonNode last = reader.of("status").toList().getLast();
            assertThat(last.path("status").asText()).isEqualTo("failed");
            assertThat(last.path("error").asText()).isEqualTo("exit_code");
        }
    }

    @Test
    void goesOnWhereAReaderWasCut() {
        Path steps = Scratch.directory("steps");
        String id = api.submit(inSteps(steps, "echo one", "echo two", "echo three >&2"));
        String last;
        try (EventReader reader = EventReader.of(api, id)) {
            reader.await("the first line", r -> r.text("stdout").equals("one\n"));
            last = reader.events().getLast().id();
        }
        step(steps, 1);
        step(steps, 2);
        try (EventReader reader = EventReader.of(api, id, "", last)) {
            assertThat(reader.awaitEnd()).isEqualTo("finished");
            assertThat(reader.text("stdout")).isEqualTo("two\n");
            assertThat(reader.text("stderr")).isEqualTo("three\n");
        }
        try (EventReader reader = EventReader.of(api, id, "?stream=stdout&offset=2", null)) {
            assertThat(reader.awaitEnd()).isEqualTo("finished");
            assertThat(reader.text("stdout")).isEqualTo("e\ntwo\n");
            assertThat(reader.text("stderr")).isEmpty();
        }
    }

    @Test
    void tellsOfATaskThatHasEndedAllThatItWrote() {
        String id = api.run(Submission.command(LOCAL, "seq", "1", "50000"))
                .path("task_id")
                .asText();
        try (EventReader reader = EventReader.of(api, id)) {
            assertThat(reader.awaitEnd()).isEqualTo("finished");
            assertThat(reader.text("stdout")).startsWith("1\n2\n").endsWith("\n50000\n");
            assertThat(reader.bytes("stdout")).hasSize(288_894);
        }
    }

    @Test
    void cutsNoCharacterInTwo() {
        Path steps = Scratch.directory("steps");
        String id = api.submit(
                inSteps(steps, "printf 'a\\303'", "printf '\\244\\360\\237'", "printf '\\230\\200'", "printf '\\377'"));
        try (EventReader reader = EventReader.of(api, id)) {
            reader.await("the first byte", r -> r.text("stdout").equals("a"));
            step(steps, 1);
            reader.await("a whole character", r -> r.text("stdout").equals("a\u00e4"));
            step(steps, 2);
            reader.await("another", r -> r.text("stdout").equals("a\u00e4\ud83d\ude00"));
            step(steps, 3);
            assertThat(reader.awaitEnd()).isEqualTo("finished");
            assertThat(reader.bytes("stdout")).endsWith(0xff);
            assertThat(reader.of("output")
                            .filter(part -> part.path("encoding").asText().equals("base64")))
                    .hasSize(1);
        }
    }

    @Test
    void saysHowMuchIsMissing() {
        String id = api.submit(Submission.script(LOCAL, "head -c 1500000 /dev/zero | tr '\\0' x"));
        try (EventReader reader = EventReader.of(api, id)) {
            assertThat(reader.awaitEnd()).isEqualTo("finished");
            int kept = reader.bytes("stdout").length;
            assertThat(kept).isEqualTo(1024 * 1024);
            assertThat(reader.of("truncated").map(it -> it.path("missing").asInt()))
                    .containsExactly(1_500_000 - kept);
        }
    }

    @Test
    void refusesWhatIsNoTaskOfTheCallersAndWhatIsNoPosition() {
        String id = api.run(Submission.command(LOCAL, "true")).path("task_id").asText();
        assertProblem(api, "nothing-has-this-id", "", null, 404, "task_not_found");
        assertProblem(NewTenant.of(hub).api(), id, "", null, 404, "task_not_found");
        assertProblem(api.withToken(null), id, "", null, 401, "unauthenticated");
        assertProblem(api.withToken("nonsense"), id, "", null, 401, "unauthenticated");
        assertProblem(api, id, "?offset=-1", null, 400, "malformed_request");
        assertProblem(api, id, "?stream=stdin", null, 422, "invalid_request");
        assertProblem(api, id, "", "1.2.3", 400, "malformed_request");
        assertProblem(api, id, "", "1.2.3.4.99999999999999999999", 400, "malformed_request");
    }

    private static void assertProblem(
            RisApi api, String task, String query, String lastEvent, int status, String error) {
        Reply reply = api.exchange(EventReader.request(api, task, query, lastEvent));
        reply.checkedProblem().expectProblem(status, error);
    }

    @Test
    void aPositionBeyondAllEndsAsTheTaskDoes() {
        String id = api.run(Submission.command(LOCAL, "true")).path("task_id").asText();
        try (EventReader reader = EventReader.of(api, id, "", "99.1000.1000.1000.0")) {
            assertThat(reader.awaitEnd()).isEqualTo("finished");
        }
    }

    @Test
    void endsWithTheReadersSession() {
        RisApi person = Person.invited(hub, "operator").loggedIn();
        String id = api.submit(Submission.command(LOCAL, "sleep", "120"));
        try (EventReader reader = EventReader.of(person, id)) {
            reader.await("a status", r -> r.of("status").findAny().isPresent());
            person.post("/auth/logout", Map.of()).expect(200);
            assertThat(reader.awaitEnd()).isEqualTo("session_ended");
        }
        api.post("/platform/v1/task/" + id + "/cancel", Map.of());
    }

    @Test
    void aUserHasSoManyReadersAndNoMore() {
        RisApi person = Person.invited(hub, "operator").loggedIn();
        String id = api.submit(Submission.command(LOCAL, "sleep", "120"));
        List<EventReader> readers = new ArrayList<>();
        try {
            for (int i = 0; i < PLACES; i++) {
                readers.add(EventReader.of(person, id));
            }
            assertProblem(person, id, "", null, 429, "live_limit");
            EventReader.of(Person.invited(hub, "operator").loggedIn(), id).close();
            readers.removeLast().close();
            await("a free place").atMost(LIMIT).until(() -> statusOfOneMore(person, id) == 200);
        } finally {
            readers.forEach(EventReader::close);
            api.post("/platform/v1/task/" + id + "/cancel", Map.of());
        }
    }

    private static int statusOfOneMore(RisApi api, String id) throws IOException {
        HttpResponse<InputStream> response = api.open(EventReader.request(api, id, "", null));
        response.body().close();
        return response.statusCode();
    }

    @Test
    void theLongTextOfAnAnswerIsReadInParts() {
        byte[] text = "0123456789abcde\n".repeat(60_000).getBytes(StandardCharsets.UTF_8);
        String id = api.run(Submission.script(LOCAL, "yes 0123456789abcde | head -n 60000"))
                .path("task_id")
                .asText();
        StringBuilder all = new StringBuilder();
        JsonNode part;
        do {
            part = api.get("/platform/v1/task/" + id + "/output?offset=" + all.length())
                    .expect(200)
                    .data();
            all.append(part.path("data").asText());
        } while (!part.path("complete").asBoolean());
        assertThat(all.toString().getBytes(StandardCharsets.UTF_8)).isEqualTo(text);
    }
}
