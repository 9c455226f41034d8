package io.ris.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What fails in a way that may pass: tried again as often as it may be, then kept until somebody requeues or purges it. */
@ExtendWith(SharedHub.class)
class DeadLettersIT {

    private static final String LETTERS = "/platform/v1/dead-letters";
    private static final int TEMPORARY = 75;

    private final RisApi api;
    private final String agent;
    private final Effects effects = new Effects();

    DeadLettersIT(Hub hub) {
        this.api = hub.admin();
        this.agent = api.agentNamed("local").path("unique_client_id").asText();
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static String url(int port) {
        return "http://127.0.0.1:" + port + "/";
    }

    private static HttpServer answering(int port, int status, AtomicInteger asked) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.createContext("/", exchange -> {
            asked.incrementAndGet();
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        });
        server.start();
        return server;
    }

    /** A task that nobody answers, once it is dead. */
    private String buried(int port) {
        JsonNode task = api.run(Submission.http(agent, url(port)).with("max_retries", 1));
        assertThat(task.path("status").asText()).isEqualTo("failed");
        assertThat(task.path("error").asText()).isEqualTo("connection_refused");
        assertThat(task.path("attempt").asInt()).isEqualTo(2);
        assertThat(task.path("dead_letter").asText()).isEqualTo("attempts_used_up");
        return task.path("task_id").asText();
    }

    private List<String> listed() {
        return api.get(LETTERS + "?per_page=200&client_id=" + agent)
                .expect(200)
                .data()
                .valueStream()
                .map(letter -> letter.path("task_id").asText())
                .toList();
    }

    @Test
    void whatIsRequeuedRunsAsOneNewTask() throws Exception {
        int port = freePort();
        String dead = buried(port);
        assertThat(listed()).contains(dead);
        assertThat(api.get(LETTERS + "/" + dead)
                        .expect(200)
                        .data()
                        .path("error")
                        .asText())
                .isEqualTo("connection_refused");
        AtomicInteger asked = new AtomicInteger();
        HttpServer server = answering(port, 200, asked);
        try {
            JsonNode again = api.post(LETTERS + "/" + dead + "/requeue", Map.of())
                    .expect(202)
                    .data();
            assertThat(again.path("requeued_from").asText()).isEqualTo(dead);
            JsonNode ended = api.awaitFinal(again.path("task_id").asText());
            assertThat(ended.path("status").asText()).isEqualTo("completed");
            assertThat(asked).hasValue(1);
        } finally {
            server.stop(0);
        }
        JsonNode old = api.task(dead);
        assertThat(old.path("status").asText()).isEqualTo("failed");
        assertThat(old.path("requeued_as").asText()).isNotEmpty();
        assertThat(old.has("dead_letter")).isFalse();
        assertThat(listed()).doesNotContain(dead);
        api.post(LETTERS + "/" + dead + "/requeue", Map.of()).expectProblem(404, "dead_letter_not_found");
    }

    @Test
    void whatIsPurgedIsListedNoMoreAndStaysATask() {
        String dead = buried(freePort());
        String other = buried(freePort());
        api.delete(LETTERS + "/" + dead).expect(200);
        assertThat(listed()).contains(other).doesNotContain(dead);
        assertThat(api.task(dead).path("status").asText()).isEqualTo("failed");
        api.delete(LETTERS + "/" + dead).expectProblem(404, "dead_letter_not_found");

        assertThat(api.delete(LETTERS + "?type=command")
                        .expect(200)
                        .data()
                        .path("purged")
                        .asInt())
                .isZero();
        assertThat(api.delete(LETTERS + "?type=http_request&client_id=" + agent)
                        .expect(200)
                        .data()
                        .path("purged")
                        .asInt())
                .isPositive();
        assertThat(listed()).isEmpty();
    }

    @Test
    void whatCannotPassIsNoDeadLetter() {
        String failed = api.run(Submission.command(agent, "false").with("idempotent", true))
                .path("task_id")
                .asText();
        assertThat(listed()).doesNotContain(failed);
        api.get(LETTERS + "/" + failed).expectProblem(404, "dead_letter_not_found");
        api.get(LETTERS + "/" + UUID.randomUUID()).expectProblem(404, "dead_letter_not_found");
    }

    @Test
    void aRequestThatReachedNobodyIsTriedAgainThoughItMayNotRunTwice() {
        JsonNode task = api.run(
                Submission.http(agent, url(freePort())).task("method", "POST").with("max_retries", 1));
        assertThat(task.path("idempotent").asBoolean()).isFalse();
        assertThat(task.path("attempt").asInt()).isEqualTo(2);
        assertThat(task.path("dead_letter").asText()).isEqualTo("attempts_used_up");
    }

    @Test
    void anUnwantedUnavailableIsTriedAgainAndAWantedOneIsNot() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        HttpServer server = answering(0, 503, asked);
        try {
            String url = url(server.getAddress().getPort());
            JsonNode unwanted = api.run(Submission.http(agent, url).with("max_retries", 1));
            assertThat(unwanted.path("attempt").asInt()).isEqualTo(2);
            JsonNode wanted = api.run(Submission.http(agent, url)
                    .task("validation", Map.of("status_codes", List.of(503)))
                    .with("max_retries", 1));
            assertThat(wanted.path("status").asText()).isEqualTo("completed");
            assertThat(wanted.path("attempt").asInt()).isEqualTo(1);
            assertThat(asked).hasValue(3);
        } finally {
            server.stop(0);
        }
    }

    @Test
    void aListedExitStatusIsTriedAgainAndAnotherIsNot() {
        Submission twiceTemporary = Submission.script(
                        agent,
                        "echo x >> \"$1\"; [ $(wc -l < \"$1\") -gt 2 ] || exit \"$2\"",
                        Scratch.absent("runs").toString(),
                        Integer.toString(TEMPORARY))
                .with("idempotent", true)
                .with("max_retries", 2);
        JsonNode listed = api.run(twiceTemporary.with("retry_exit_codes", List.of(TEMPORARY)));
        assertThat(listed.path("status").asText()).isEqualTo("completed");
        assertThat(listed.path("attempt").asInt()).isEqualTo(3);

        JsonNode other = api.run(
                Submission.script(agent, "exit 74").with("idempotent", true).with("exit_codes", List.of(TEMPORARY)));
        assertThat(other.path("status").asText()).isEqualTo("failed");
        assertThat(other.at("/result/exit_code").asInt()).isEqualTo(74);
        assertThat(other.path("attempt").asInt()).isEqualTo(1);
    }

    @Test
    void refusesExitStatusesThatMakeNoSense() {
        RisApi.Totals before = api.totals();
        refused(effects.append(agent, "no").with("retry_exit_codes", List.of(TEMPORARY)));
        refused(effects.append(agent, "no").with("idempotent", true).with("retry_exit_codes", List.of(0)));
        refused(effects.append(agent, "no").with("idempotent", true).with("retry_exit_codes", List.of(256)));
        refused(Submission.http(agent, url(1)).with("idempotent", true).with("retry_exit_codes", List.of(1)));
        assertThat(api.totals()).isEqualTo(before);
    }

    private void refused(Submission submission) {
        Reply refusal = api.execute(submission);
        refusal.expect(422);
        assertThat(refusal.faultyFields()).singleElement().asString().startsWith("retry_exit_codes");
    }
}
