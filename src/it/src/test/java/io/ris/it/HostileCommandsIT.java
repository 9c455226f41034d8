package io.ris.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** Commands that misbehave, and many at once: each ends in its own state with its own output, and nobody grows by it. */
@ExtendWith(SharedHub.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HostileCommandsIT {

    private static final long GIGABYTE = 1024L * 1024 * 1024;
    private static final long KEPT = 1024L * 1024;
    private static final int AT_ONCE = 20;
    private static final int IN_A_ROW = 1_000;
    private static final int EACH = 50;

    private final Path directory = Scratch.directory("hostile-commands");
    private final Hub hub;
    private AgentProcess agent;

    HostileCommandsIT(Hub hub) {
        this.hub = hub;
    }

    @BeforeAll
    void startAnAgent() {
        agent = AgentProcess.enrolled(hub, "hostile-commands-" + UUID.randomUUID());
    }

    @AfterAll
    void clean() {
        agent.close();
        hub.admin().delete("/platform/v1/ris/" + agent.id());
        Scratch.delete(directory);
    }

    private JsonNode ended(Submission submission, String status) {
        JsonNode task = hub.admin().run(submission);
        assertThat(task.path("status").asText()).as(task.toString()).isEqualTo(status);
        return task;
    }

    private Submission script(String script, String... parameters) {
        return Submission.script(agent.id(), script, parameters);
    }

    @Test
    void aGigabyteIsCutAndToldAndTakesUpNobodysMemory() throws IOException {
        ended(script("true"), "completed");
        Footprint agentBefore = Footprint.of(agent.program().jvm());
        Footprint hubBefore = Footprint.of(hub.process());

        JsonNode result = ended(
                        Submission.command(agent.id(), "head", "-c", Long.toString(GIGABYTE), "/dev/zero"), "completed")
                .path("result");

        assertThat(result.path("stdout").asText().length()).isEqualTo((int) KEPT);
        assertThat(result.path("dropped_bytes").asLong()).isEqualTo(GIGABYTE - KEPT);
        agentBefore.assertGrownByLessThan(64, "the agent");
        hubBefore.assertGrownByLessThan(200, "the hub");
    }

    @Test
    void aDaemonThatIsForkedDoesNotHoldUpItsTask() {
        JsonNode task = ended(script("setsid sleep 1000 & echo $!; exit 5"), "failed");

        assertThat(task.path("error").asText()).isEqualTo("exit_code");
        assertThat(task.path("result").path("exit_code").asInt()).isEqualTo(5);
        long daemon = Long.parseLong(task.path("result").path("stdout").asText().strip());
        ProcessHandle found = ProcessHandle.of(daemon).orElseThrow();
        assertThat(found.isAlive()).as("what the task left running on purpose").isTrue();
        found.destroyForcibly();
    }

    @Test
    void whatIgnoresItsEndIsKilledAtTheTimeout() {
        Path note = directory.resolve("stubborn");

        JsonNode task = ended(
                script("trap '' TERM; echo $$ > \"$1\"; echo begun; while :; do sleep 1; done", note.toString())
                        .task("timeout", 1),
                "timeout");

        assertThat(task.path("error").asText()).isEqualTo("timeout");
        assertThat(task.path("result").path("stdout").asText()).isEqualTo("begun\n");
        long stubborn = Long.parseLong(Scratch.read(note).strip());
        await("its end").until(() -> ProcessHandle.of(stubborn)
                .filter(ProcessHandle::isAlive)
                .isEmpty());
    }

    @Test
    void binaryOutputArrivesByteForByte() throws IOException {
        Path copy = directory.resolve("binary");

        JsonNode result = ended(script("head -c 700000 /dev/urandom | tee \"$1\"", copy.toString()), "completed")
                .path("result");

        assertThat(result.path("stdout_encoding").asText()).isEqualTo("base64");
        assertThat(Base64.getDecoder().decode(result.path("stdout").asText())).isEqualTo(Files.readAllBytes(copy));
    }

    @Test
    void twentyAtOnceAllAnswer() throws Exception {
        try (ExecutorService callers = Executors.newFixedThreadPool(AT_ONCE)) {
            List<Future<String>> answers = new ArrayList<>();
            for (int number = 0; number < AT_ONCE; number++) {
                String marker = "answer " + number;
                answers.add(callers.submit(() -> stdout(hub.admin(), marker)));
            }
            for (int number = 0; number < AT_ONCE; number++) {
                assertThat(answers.get(number).get()).isEqualTo("answer " + number);
            }
        }
    }

    private String stdout(RisApi api, String marker) {
        Reply reply = api.execute(Submission.command(agent.id(), "printf", "%s", marker));
        JsonNode task = reply.data();
        assertThat(task.path("status").asText()).as(reply.text()).isEqualTo("completed");
        return task.path("result").path("stdout").asText();
    }

    @Test
    void theSameOutputAThousandTimesInARowIsThereEachTime() {
        RisApi api = hub.admin();
        for (int number = 0; number < IN_A_ROW; number++) {
            assertThat(stdout(api, "the same")).as("command %d", number).isEqualTo("the same");
        }
    }

    @Test
    void resultsOfTwoOperatorsNeverMix() throws InterruptedException, ExecutionException {
        List<Person> operators = List.of(Person.invited(hub, "operator"), Person.invited(hub, "operator"));
        try (ExecutorService callers = Executors.newFixedThreadPool(operators.size())) {
            List<Future<?>> done = new ArrayList<>();
            for (Person operator : operators) {
                done.add(callers.submit(() -> ownResults(operator)));
            }
            for (Future<?> each : done) {
                each.get();
            }
        }
    }

    private void ownResults(Person operator) {
        RisApi api = operator.loggedIn();
        for (int number = 0; number < EACH; number++) {
            String marker = operator.name() + " " + number;
            assertThat(stdout(api, marker)).isEqualTo(marker);
        }
    }
}
