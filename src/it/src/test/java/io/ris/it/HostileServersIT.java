package io.ris.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** HTTP tasks against servers that do what no server should: the task ends as it must, and nobody grows by what they send. */
@ExtendWith(SharedHub.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HostileServersIT {

    private static final int MEGABYTE = 1024 * 1024;
    private static final long HUGE = 5L * 1024 * MEGABYTE;

    private final Hub hub;
    private AgentProcess agent;

    HostileServersIT(Hub hub) {
        this.hub = hub;
    }

    @BeforeAll
    void startAnAgent() {
        agent = AgentProcess.enrolled(hub, "hostile-servers-" + UUID.randomUUID());
    }

    @AfterAll
    void clean() {
        agent.close();
        hub.admin().delete("/platform/v1/ris/" + agent.id());
    }

    private Submission get(RawServer server) {
        return Submission.http(agent.id(), server.url());
    }

    /** As it ended, with no retries, which are not what is tested here. */
    private JsonNode ended(Submission submission) {
        return hub.admin().run(submission.with("max_retries", 0));
    }

    private static void assertFailed(JsonNode task, String error) {
        assertThat(task.path("status").asText()).as(task.toString()).isEqualTo("failed");
        assertThat(task.path("error").asText()).as(task.toString()).isEqualTo(error);
    }

    @Test
    void fiveGigabytesAreCutAndTold() {
        hub.admin().run(Submission.command(agent.id(), "true"));
        Footprint agentBefore = Footprint.of(agent.program().jvm());
        Footprint hubBefore = Footprint.of(hub.process());
        AtomicLong sent = new AtomicLong();
        byte[] piece = new byte[MEGABYTE];
        try (RawServer server = new RawServer((head, client, out) -> {
            RawServer.say(out, "HTTP/1.1 200 OK\r\nContent-Length: " + HUGE + "\r\n\r\n");
            while (sent.get() < HUGE) {
                out.write(piece);
                sent.addAndGet(piece.length);
            }
        })) {
            JsonNode task = ended(get(server));

            assertThat(task.path("status").asText()).as(task.toString()).isEqualTo("completed");
            assertThat(task.path("result").path("dropped_bytes").asLong())
                    .isPositive()
                    .isLessThan(HUGE);
        }
        assertThat(sent.get()).as("bytes that the agent took before it hung up").isLessThan(HUGE / 10);
        agentBefore.assertGrownByLessThan(64, "the agent");
        hubBefore.assertGrownByLessThan(200, "the hub");
    }

    @Test
    void redirectsInALoopAreTold() {
        try (RawServer server = RawServer.saying("HTTP/1.1 302 Found\r\nLocation: /\r\nContent-Length: 0\r\n\r\n")) {
            JsonNode task = ended(get(server));

            assertFailed(task, "redirect_loop");
            assertThat(task.path("result").path("status_code").asInt()).isEqualTo(302);
            assertThat(server.requests()).isEqualTo(1);
        }
    }

    @Test
    void aServerThatNeverAnswersEndsInATimeout() {
        try (RawServer server =
                new RawServer((head, client, out) -> client.getInputStream().transferTo(out))) {
            JsonNode task = ended(get(server).with("timeout", 1));

            assertThat(task.path("status").asText()).as(task.toString()).isEqualTo("timeout");
            assertThat(task.path("error").asText()).isEqualTo("timeout");
        }
    }

    @Test
    void aResetInTheMiddleIsTold() {
        try (RawServer server = new RawServer((head, client, out) -> {
            RawServer.say(out, "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nthe beginning");
            client.setSoLinger(true, 0);
        })) {
            assertFailed(ended(get(server)), "connection_reset");
        }
    }

    @Test
    void whatIsNoHttpIsTold() {
        try (RawServer server = RawServer.saying("SSH-2.0-OpenSSH_9.2\r\n\r\n")) {
            assertFailed(ended(get(server)), "protocol_error");
        }
    }

    @Test
    void cookiesReachTheServerAndAreMaskedAtTheHub() {
        try (RawServer server = new RawServer((head, client, out) -> {
            String heard = String.join("|", head);
            RawServer.say(out, "HTTP/1.1 200 OK\r\nContent-Length: " + heard.length() + "\r\n\r\n" + heard);
        })) {
            JsonNode task = ended(get(server).task("cookies", Map.of("session", "s3cret")));

            assertThat(task.path("result").path("body").asText()).contains("|Cookie: session=");
            assertThat(task.path("task").path("cookies").path("session").asText())
                    .as(task.toString())
                    .isEqualTo("***");
        }
    }
}
