package io.ris.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;

/** A newcomer's first five minutes: {@code ./ris up} on an empty directory, log in, run something, stop, come back. */
@TestInstance(Lifecycle.PER_CLASS)
@ExtendWith(SharedHub.class)
class FirstTaskIT {

    private static final String LOCAL = "local";
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final double AGENT_MEGABYTES = 96;

    /** What comes last of what a start prints: the task to try. */
    private static final Pattern LAST_LINE = Pattern.compile("(?m)^curl .*\\R");

    private Hub hub;
    private String firstOutput;

    @BeforeAll
    void startsOnAnEmptyDirectory() {
        hub = Hub.withLocalAgent();
        long begin = System.nanoTime();
        hub.start();
        Figures.tell("hub ready at its very first start", secondsSince(begin), "s");
        hub.program().awaitOutput(LAST_LINE, LIMIT);
        firstOutput = hub.program().stdout();
    }

    @AfterAll
    void stops() {
        hub.close();
    }

    @Test
    void saysWhereItIsReadyAndWhatToTryNext() {
        assertThat(firstOutput).contains("ready: https://localhost:" + hub.port());
        String pasted = firstOutput
                .lines()
                .dropWhile(line -> !line.startsWith("try next"))
                .skip(1)
                .collect(Collectors.joining("\n"));

        try (Program shell = Program.start(Map.of(), List.of("sh", "-c", pasted))) {
            assertThat(shell.awaitExit(LIMIT))
                    .as("exit code; %s", shell.output())
                    .isZero();
            assertThat(shell.stdout()).contains("\"exit_code\":0", "Linux");
        }
    }

    @Test
    void printsThePasswordOnceAndKeepsItReadableForItsOwnerOnly() throws IOException {
        String password = hub.password();

        assertThat(password).hasSizeGreaterThanOrEqualTo(12);
        assertThat(occurrences(firstOutput, password)).isEqualTo(1);
        assertThat(hub.program().stderr()).doesNotContain(password);
        assertThat(PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(hub.dataDir().resolve("admin-password"))))
                .isEqualTo("rw-------");
    }

    @Test
    void logsInWithThePrintedPassword() {
        JsonNode login = hub.api().login("admin", hub.password()).expect(200).data();

        assertThat(login.path("token_type").asText()).isEqualTo("Bearer");
        assertThat(login.path("expires_in").asLong()).isPositive();
        assertThat(login.path("refresh_token").asText()).isNotBlank();
        assertThat(login.path("user").path("username").asText()).isEqualTo("admin");
        assertThat(login.path("user").path("tenant_code").asText()).isEqualTo("default");
        JsonNode me = hub.api()
                .withToken(login.path("access_token").asText())
                .get("/auth/me")
                .data();
        assertThat(me.path("username").asText()).isEqualTo("admin");
    }

    @Test
    void listsTheLocalAgentAsConnected() {
        JsonNode agent = hub.admin().agentNamed(LOCAL);

        assertThat(agent.path("connection_status").asText()).isEqualTo("connected");
        assertThat(agent.path("tenant_code").asText()).isEqualTo("default");
        assertThat(agent.path("id").isInt()).isTrue();
        assertThat(agent.path("version").asText()).isNotBlank();
        assertThat(agent.path("created_date").isIntegralNumber()).isTrue();
        assertThat(texts(agent.path("capabilities"))).contains("command", "http_request");
    }

    @Test
    void runsUnameInTheSeedsShape() throws IOException {
        Reply reply = hub.admin().execute(Submission.command(LOCAL, "uname", "-a"));

        JsonNode task = reply.expect(200).data();
        assertThat(task.path("task_id").asText()).isNotBlank();
        assertThat(task.path("status").asText()).isEqualTo("completed");
        JsonNode result = task.path("result");
        assertThat(result.path("exit_code").asInt(-1)).isZero();
        assertThat(result.path("stdout").asText()).isEqualTo(unameOfThisMachine());
        assertThat(result.path("stderr").asText("absent")).isEmpty();
        assertThat(result.path("execution_time").isIntegralNumber()).isTrue();
        assertThat(Instant.parse(task.path("started_at").asText()))
                .isBeforeOrEqualTo(Instant.parse(task.path("completed_at").asText()));
        assertThat(hub.admin().task(task.path("task_id").asText()).path("result"))
                .isEqualTo(result);
    }

    private static String unameOfThisMachine() throws IOException {
        Process uname = new ProcessBuilder("uname", "-a").start();
        return new String(uname.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    @Test
    void runsAnHttpRequestInTheSeedsShape() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/status", exchange -> {
            String heard = exchange.getRequestMethod() + " "
                    + exchange.getRequestHeaders().getFirst("X-Asked-By");
            byte[] answer = heard.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("X-Answered-By", "the test");
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        server.start();
        try {
            String url = "http://127.0.0.1:" + server.getAddress().getPort() + "/status";
            JsonNode task = hub.admin()
                    .execute(Submission.http(LOCAL, url)
                            .task("headers", Map.of("X-Asked-By", "ris"))
                            .task("timeout", 30))
                    .expect(200)
                    .data();

            assertThat(task.path("status").asText()).isEqualTo("completed");
            JsonNode result = task.path("result");
            assertThat(result.path("status_code").asInt()).isEqualTo(200);
            assertThat(result.path("body").asText()).isEqualTo("GET ris");
            assertThat(result.path("headers").path("x-answered-by").asText()).isEqualTo("the test");
            assertThat(result.path("execution_time").isIntegralNumber()).isTrue();
        } finally {
            server.stop(0);
        }
    }

    @Test
    void answersAnAsynchronousSubmitAtOnceAndCompletesTheTask() {
        Reply reply = hub.admin()
                .execute(Submission.script(LOCAL, "sleep 1; echo late").async());

        JsonNode accepted = reply.expect(202).data();
        assertThat(accepted.path("status").asText()).isNotIn(RisApi.FINAL);
        JsonNode task = hub.admin().awaitFinal(accepted.path("task_id").asText());
        assertThat(task.path("status").asText()).isEqualTo("completed");
        assertThat(task.path("result").path("stdout").asText()).isEqualTo("late\n");
    }

    @Test
    void answersEachOfMoreWaitingRequestsThanTheAgentHasRoomFor() throws Exception {
        int requests = 8 * Runtime.getRuntime().availableProcessors();
        RisApi admin = hub.admin();
        // A place that is refilled only by the hub's next look at the whole queue would let some of them expire.
        Instant expiry = Instant.now().plusSeconds(20);
        try (ExecutorService callers = Executors.newFixedThreadPool(requests)) {
            List<Future<JsonNode>> answers = callers.invokeAll(Collections.nCopies(
                    requests,
                    () -> admin.run(Submission.command(LOCAL, "sleep", "0.2").with("expires_at", expiry.toString()))));

            for (Future<JsonNode> answer : answers) {
                assertThat(answer.get().path("status").asText()).isEqualTo("completed");
            }
        }
    }

    @Test
    void listsTasksByTheirFilters() {
        String agent = hub.admin().agentNamed(LOCAL).path("unique_client_id").asText();
        String low = hub.admin()
                .run(Submission.command(LOCAL, "true").with("priority", "lowest"))
                .path("task_id")
                .asText();
        String high = hub.admin()
                .run(Submission.command(LOCAL, "true").with("priority", "critical"))
                .path("task_id")
                .asText();

        assertThat(listed("priority=lowest&per_page=200")).contains(low).doesNotContain(high);
        assertThat(listed("priority=5&per_page=200")).contains(high).doesNotContain(low);
        assertThat(listed("status=completed&client_id=" + agent + "&per_page=200"))
                .contains(low, high);
        assertThat(listed("status=cancelled&per_page=200")).doesNotContain(low, high);
        assertThat(listed("type=http_request&per_page=200")).doesNotContain(low, high);
        assertThat(listed("sort=-created_at&per_page=1")).containsExactly(high);
        assertThat(listed("sort=created_at&limit=200")).containsSubsequence(low, high);
        Reply page = hub.admin().tasks("page=2&per_page=1");
        assertThat(page.data()).hasSize(1);
        assertThat(page.json().path("page").asInt()).isEqualTo(2);
        assertThat(page.json().path("per_page").asInt()).isEqualTo(1);
        assertThat(page.json().path("total").asLong()).isGreaterThanOrEqualTo(2);
    }

    private List<String> listed(String query) {
        return StreamSupport.stream(hub.admin().tasks(query).data().spliterator(), false)
                .map(task -> task.path("task_id").asText())
                .toList();
    }

    @Test
    void keepsTheLocalAgentSmall() {
        ProcessHandle agent = localAgent();
        hub.admin().run(Submission.command(LOCAL, "true"));

        double resident = Program.residentMegabytes(agent.pid());

        Figures.tell("agent resident", resident, "MB");
        assertThat(resident).isLessThan(AGENT_MEGABYTES);
    }

    private ProcessHandle localAgent() {
        return Program.mentioning(hub.dataDir().resolve("local-agent").toString()).stream()
                .findFirst()
                .orElseThrow(() -> new AssertionError("no local agent runs"));
    }

    @Test
    void stopsCleanlyAndFindsEverythingAsItWas() {
        String agentBefore =
                hub.admin().agentNamed(LOCAL).path("unique_client_id").asText();
        JsonNode taskBefore = hub.admin().run(Submission.script(LOCAL, "echo kept"));
        String password = hub.password();
        List<ProcessHandle> family = hub.program().family();
        assertThat(family).hasSizeGreaterThanOrEqualTo(2);

        assertThat(hub.stop()).as("exit code").isZero();
        await("end of every process").atMost(LIMIT).until(() -> family.stream().noneMatch(ProcessHandle::isAlive));
        assertThat(Program.mentioning(hub.dataDir().toString())).isEmpty();
        assertThat(hub.listens()).isFalse();

        long begin = System.nanoTime();
        hub.start();
        Figures.tell("hub ready at a later start", secondsSince(begin), "s");
        assertThat(hub.program().output()).doesNotContain(password);
        assertThat(hub.password()).isEqualTo(password);
        JsonNode agentAfter = hub.admin().agentNamed(LOCAL);
        assertThat(agentAfter.path("unique_client_id").asText()).isEqualTo(agentBefore);
        assertThat(hub.admin().get("/platform/v1/ris").json().path("total").asInt())
                .isEqualTo(1);
        assertThat(hub.admin().task(taskBefore.path("task_id").asText())).isEqualTo(taskBefore);
        assertThat(hub.admin().execute(Submission.command(LOCAL, "true")).status())
                .isEqualTo(200);
    }

    private static List<String> texts(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }

    private static int occurrences(String text, String part) {
        return text.split(Pattern.quote(part), -1).length - 1;
    }

    private static double secondsSince(long begin) {
        return (System.nanoTime() - begin) / 1e9;
    }
}
