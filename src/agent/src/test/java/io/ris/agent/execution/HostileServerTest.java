package io.ris.agent.execution;

import static io.ris.agent.testing.Offers.EPOCH;
import static io.ris.agent.testing.Offers.offer;
import static io.ris.agent.testing.Offers.started;
import static org.assertj.core.api.Assertions.assertThat;

import io.ris.protocol.AgentFrame;
import io.ris.protocol.HttpRequestSpec;
import io.ris.protocol.HttpResult;
import io.ris.protocol.HttpValidation;
import io.ris.protocol.OutputStreamName;
import io.ris.protocol.ResultStatus;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Servers that do what no server should: each exchange ends, in the right state, and keeps no more than it may. */
class HostileServerTest {

    private static final int MEGABYTE = 1024 * 1024;

    @TempDir
    private Path directory;

    @AutoClose
    private Workbench bench;

    @BeforeEach
    void open() throws IOException {
        bench = new Workbench(directory);
    }

    private static HttpRequestSpec get(String url) {
        return new HttpRequestSpec("GET", url, Map.of(), null, null, null, null, null, null);
    }

    private AgentFrame.Result run(RawServer server) {
        return bench.run(started("t-" + bench.heard().size(), get(server.url("/"))));
    }

    private static HttpResult answer(AgentFrame.Result result) {
        return (HttpResult) result.result();
    }

    private static RawServer saying(String text) throws IOException {
        return new RawServer((head, client, out) -> RawServer.say(out, text));
    }

    @Test
    void redirectsThatLeadBackAreALoop() throws IOException {
        try (RawServer server = new RawServer((head, client, out) -> RawServer.say(
                out,
                "HTTP/1.1 302 Found\r\nLocation: "
                        + (head.getFirst().contains("/a") ? "/b" : "/a")
                        + "\r\nContent-Length: 0\r\n\r\n"))) {
            AgentFrame.Result result = bench.run(started("t", get(server.url("/a"))));

            assertThat(result.status()).isEqualTo(ResultStatus.FAILED);
            assertThat(result.error()).isEqualTo("redirect_loop");
            assertThat(answer(result).statusCode()).isEqualTo(302);
            assertThat(server.heads()).hasSize(2);
        }
    }

    @Test
    void redirectsThatNeverComeBackAreTooMany() throws IOException {
        try (RawServer server = new RawServer((head, client, out) -> RawServer.say(
                out,
                "HTTP/1.1 302 Found\r\nLocation: "
                        + head.getFirst().split(" ", -1)[1]
                        + "x\r\nContent-Length: 0\r\n\r\n"))) {
            HttpRequestSpec spec = new HttpRequestSpec(
                    "GET", server.url("/"), Map.of(), null, null, null, null, null, null, 3, Map.of(), null);

            AgentFrame.Result result = bench.run(started("t", spec));

            assertThat(result.error()).isEqualTo("too_many_redirects");
            assertThat(result.detail()).contains("more than 3");
            assertThat(server.heads()).hasSize(4);
        }
    }

    @Test
    void aBodyWithoutEndIsCutAndTheServerHungUpOn() throws IOException {
        byte[] piece = new byte[MEGABYTE];
        long[] sent = new long[1];
        try (RawServer server = new RawServer((head, client, out) -> {
            RawServer.say(out, "HTTP/1.1 200 OK\r\nContent-Length: " + 5_000L * MEGABYTE + "\r\n\r\n");
            for (; sent[0] < 5_000; sent[0]++) {
                out.write(piece);
            }
        })) {
            AgentFrame.Result result = run(server);

            assertThat(result.status()).isEqualTo(ResultStatus.COMPLETED);
            assertThat(answer(result).droppedBytes()).isEqualTo(5_000L * MEGABYTE - OutputStreamName.DEFAULT_LIMIT);
            assertThat(bench.streamed(OutputStreamName.BODY)).hasSize((int) OutputStreamName.DEFAULT_LIMIT);
        }
        assertThat(sent[0]).isLessThan(100);
    }

    @Test
    void headersWithoutEndAreRefused() throws IOException {
        try (RawServer server = new RawServer((head, client, out) -> {
            RawServer.say(out, "HTTP/1.1 200 OK\r\n");
            for (int number = 0; number < 1_000_000; number++) {
                RawServer.say(out, "X-" + number + ": " + "y".repeat(1000) + "\r\n");
            }
        })) {
            AgentFrame.Result result = run(server);

            assertThat(result.status()).isEqualTo(ResultStatus.FAILED);
            assertThat(result.error()).isIn("protocol_error", "connection_failed");
        }
    }

    @Test
    void ofManyHeadersSoMuchIsKeptAsAResultMayHold() throws IOException {
        StringBuilder head = new StringBuilder("HTTP/1.1 200 OK\r\nA-Long: " + "y".repeat(10_000) + "\r\n");
        for (int number = 0; number < 1000; number++) {
            head.append("X-")
                    .append(number)
                    .append(": ")
                    .append("z".repeat(100))
                    .append("\r\n");
        }
        try (RawServer server = saying(head + "Content-Length: 0\r\n\r\n")) {
            HttpResult answer = answer(run(server));

            int held = answer.headers().entrySet().stream()
                    .mapToInt(header ->
                            header.getKey().length() + header.getValue().length())
                    .sum();
            assertThat(held).isBetween(HttpHeaderSelection.LIMIT - 200, HttpHeaderSelection.LIMIT + 100);
            assertThat(answer.headers())
                    .containsEntry("content-length", "0")
                    .containsEntry("a-long", "y".repeat(8192) + "... (1808 characters more)")
                    .containsEntry("x-0", "z".repeat(100));
            int omitted = Integer.parseInt(answer.headers().get(HttpHeaderSelection.OMITTED));
            assertThat(omitted + answer.headers().size() - 1).isEqualTo(1002);
        }
    }

    @Test
    void whatIsNoHttpIsAProtocolError() throws IOException {
        try (RawServer server = saying("220 mail.example ESMTP\r\n\r\n")) {
            assertThat(run(server).error()).isEqualTo("protocol_error");
        }
    }

    @Test
    void anEndBeforeTheAnnouncedOneIsAReset() throws IOException {
        try (RawServer server = saying("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nthe beginning")) {
            AgentFrame.Result result = run(server);

            assertThat(result.status()).isEqualTo(ResultStatus.FAILED);
            assertThat(result.error()).isEqualTo("connection_reset");
            assertThat(result.isWithoutEffect()).isFalse();
        }
    }

    @Test
    void aResetInTheMiddleIsTold() throws IOException {
        try (RawServer server = new RawServer((head, client, out) -> {
            RawServer.say(out, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n");
            client.setSoLinger(true, 0);
        })) {
            assertThat(run(server).error()).isEqualTo("connection_reset");
        }
    }

    @Test
    void anExpressionThatRunsAwayEndsWithItsTaskAndHoldsUpNothing() throws IOException {
        String evil = "a".repeat(60) + "!";
        try (RawServer server = saying("HTTP/1.1 200 OK\r\nContent-Length: " + evil.length() + "\r\n\r\n" + evil)) {
            HttpRequestSpec spec = new HttpRequestSpec(
                    "GET",
                    server.url("/"),
                    Map.of(),
                    null,
                    null,
                    null,
                    null,
                    new HttpValidation(List.of(), Map.of(), null, "^(a|aa)+\\1$"),
                    null);

            AgentFrame.Result result = bench.run(offer("t", spec, EPOCH, Duration.ofMillis(1500), true));

            assertThat(result.status()).isEqualTo(ResultStatus.TIMEOUT);
        }
    }

    @Test
    void anExpressionThatIsTooDeepForTheBodyFails() throws IOException {
        int length = MEGABYTE;
        try (RawServer server =
                saying("HTTP/1.1 200 OK\r\nContent-Length: " + length + "\r\n\r\n" + "ab".repeat(length / 2))) {
            HttpRequestSpec spec = new HttpRequestSpec(
                    "GET",
                    server.url("/"),
                    Map.of(),
                    null,
                    null,
                    null,
                    null,
                    new HttpValidation(List.of(), Map.of(), null, "^(a|b)*$"),
                    null);

            AgentFrame.Result result = bench.run(started("t", spec));

            assertThat(result.error()).isEqualTo("validation_failed");
            assertThat(result.detail()).contains("too long");
        }
    }
}
