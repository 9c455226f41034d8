package io.ris.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** A hub that keeps much of what tasks write, and readers that take none of it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ExtendWith(SharedHub.class)
class LoudOutputIT {

    private static final String LOCAL = "local";
    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final int LINE = 16;
    private static final int LINES = 1_000_000;

    private final CommandLine shell = new CommandLine();
    private Hub hub;
    private RisApi api;

    @BeforeAll
    void startHub() {
        hub = Hub.withLocalAgent()
                .with("RIS_TASK_ORCHESTRATION_OUTPUT_MAX_SIZE", "64MB")
                .with("RIS_SERVER_TIMEOUTS_WRITE", "5s")
                .start();
        api = hub.admin();
        assertThat(shell.login(hub).exitCode()).isZero();
    }

    @AfterAll
    void stopHub() {
        hub.close();
        shell.close();
    }

    /** Sixteen megabytes, no two lines alike. */
    private static String[] loud() {
        return new String[] {"seq", "-f", "%015.0f", "1", Integer.toString(LINES)};
    }

    private static void assertWhole(byte[] text) {
        assertThat(text).hasSize(LINE * LINES);
        String all = new String(text, StandardCharsets.US_ASCII);
        for (int line = 1; line <= LINES; line += 997) {
            assertThat(all.startsWith(String.format("%015d\n", line), (line - 1) * LINE))
                    .as("line " + line)
                    .isTrue();
        }
    }

    private String submitLoud() {
        String[] command = loud();
        return api.submit(Submission.command(LOCAL, command[0], command[1], command[2], command[3], command[4]));
    }

    @Test
    void sixteenMegabytesArriveWholeByEventsInPartsAndOnTheCommandLine() {
        String id = submitLoud();
        try (EventReader reader = EventReader.of(api, id)) {
            assertThat(reader.awaitEnd(LIMIT)).isEqualTo("finished");
            assertWhole(reader.bytes("stdout"));
            assertThat(reader.of("truncated")).isEmpty();
        }
        JsonNode task = api.task(id);
        assertThat(task.path("result").has("dropped_bytes")).isFalse();
        assertThat(task.path("more_output")).extracting(JsonNode::asText).containsExactly("stdout");
        StringBuilder all = new StringBuilder();
        JsonNode part;
        do {
            part = api.get("/platform/v1/task/" + id + "/output?offset=" + all.length())
                    .expect(200)
                    .data();
            all.append(part.path("data").asText());
        } while (!part.path("complete").asBoolean());
        assertWhole(all.toString().getBytes(StandardCharsets.US_ASCII));
        List<String> arguments = new ArrayList<>(List.of("run", LOCAL, "--"));
        arguments.addAll(List.of(loud()));
        try (Program run = shell.start(arguments.toArray(String[]::new))) {
            assertThat(run.awaitExit(LIMIT)).isZero();
            assertWhole(run.stdoutBytes());
        }
    }

    @Test
    void readersThatDoNotReadDelayNobodyAndAreCut() throws Exception {
        Person person = Person.invited(hub, "operator");
        String token = person.login().expect(200).data().path("access_token").asText();
        String id = submitLoud();
        List<RawConnection> stuck = new ArrayList<>();
        Deaf deaf = new Deaf();
        WebSocket socket = LiveSocket.connect(hub, "", Map.of("Authorization", "Bearer " + token), deaf);
        try {
            socket.sendText("{\"type\":\"subscribe\",\"payload\":{\"task_id\":\"" + id + "\"}}", true)
                    .join();
            for (int i = 0; i < 5; i++) {
                RawConnection connection = RawConnection.to(hub);
                connection.send(
                        "GET /platform/v1/task/" + id + "/output HTTP/1.1",
                        "Host: localhost:" + hub.port(),
                        "Authorization: Bearer " + token,
                        "Accept: text/event-stream",
                        "");
                stuck.add(connection);
            }
            try (EventReader reader = EventReader.of(api, id)) {
                assertThat(reader.awaitEnd(LIMIT)).isEqualTo("finished");
                assertWhole(reader.bytes("stdout"));
            }
            assertThat(api.awaitFinal(id).path("status").asText()).isEqualTo("completed");
            RisApi same = api.withToken(token);
            await("the places of those that were cut").atMost(LIMIT).until(() -> hasAllPlaces(same));
        } finally {
            stuck.forEach(RawConnection::close);
            socket.abort();
        }
    }

    /** Whether the user has all places again. */
    private boolean hasAllPlaces(RisApi user) {
        String quiet = api.submit(Submission.command(LOCAL, "sleep", "600"));
        List<EventReader> readers = new ArrayList<>();
        try {
            for (int i = 0; i < 20; i++) {
                var response = user.open(EventReader.request(user, quiet, "", null));
                if (response.statusCode() != 200) {
                    return false;
                }
                readers.add(EventReader.over(response));
            }
            return true;
        } finally {
            api.post("/platform/v1/task/" + quiet + "/cancel", Map.of());
            readers.forEach(EventReader::awaitEnd);
            readers.forEach(EventReader::close);
        }
    }

    /** Asks for nothing after the first message. */
    private static final class Deaf implements WebSocket.Listener {

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            return new CompletableFuture<>();
        }
    }
}
