package io.ris.agent.execution;

import static io.ris.agent.testing.Offers.offer;
import static io.ris.agent.testing.Offers.started;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.ris.agent.testing.Offers;
import io.ris.agent.testing.TestCa;
import io.ris.protocol.AgentFrame;
import io.ris.protocol.ConnectivityResult;
import io.ris.protocol.HubFrame;
import io.ris.protocol.Json;
import io.ris.protocol.ResultStatus;
import io.ris.protocol.TaskSpec;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("process")
class ConnectivityTaskTest {

    @TempDir
    private Path directory;

    private final TestCa ca = new TestCa();

    @AutoClose
    private Workbench bench;

    @BeforeEach
    void open() throws IOException {
        bench = new Workbench(directory);
    }

    private static TaskSpec spec(Map<String, Object> fields) {
        Map<String, Object> all = new LinkedHashMap<>(fields);
        all.put("type", "connectivity_test");
        try {
            return Json.strict().readValue(Json.strict().writeValueAsString(all), TaskSpec.class);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private AgentFrame.Result run(Map<String, Object> fields) {
        return bench.run(started("t-" + bench.heard().size(), spec(fields)));
    }

    private ConnectivityResult assertFound(Map<String, Object> fields) {
        AgentFrame.Result result = run(fields);
        assertThat(result.status()).as(result.toString()).isEqualTo(ResultStatus.COMPLETED);
        return (ConnectivityResult) result.result();
    }

    private ConnectivityResult assertFailed(Map<String, Object> fields, String code) {
        AgentFrame.Result result = run(fields);
        assertThat(result.status()).as(result.toString()).isEqualTo(ResultStatus.FAILED);
        assertThat(result.error()).as(result.toString()).isEqualTo(code);
        return (ConnectivityResult) result.result();
    }

    private static Map<String, Object> tls(TlsServer server) {
        return new LinkedHashMap<>(Map.of("kind", "tls", "host", "localhost", "port", server.port()));
    }

    private Map<String, Object> trusting(TlsServer server) {
        Map<String, Object> fields = tls(server);
        fields.put("ca", TestCa.pem(ca.certificate()));
        return fields;
    }

    @Test
    void connectsToAPort() throws IOException {
        try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            ConnectivityResult found =
                    assertFound(Map.of("kind", "tcp", "host", "127.0.0.1", "port", listener.getLocalPort()));

            assertThat(found.phases()).containsOnlyKeys("resolve", "connect");
            assertThat(found.addresses()).containsExactly(new ConnectivityResult.Address("127.0.0.1", null));
        }
    }

    @Test
    void tellsAPortThatRefuses() throws IOException {
        int port;
        try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = listener.getLocalPort();
        }

        ConnectivityResult found =
                assertFailed(Map.of("kind", "tcp", "host", "127.0.0.1", "port", port), "connection_refused");

        assertThat(found.addresses())
                .containsExactly(new ConnectivityResult.Address("127.0.0.1", "connection_refused"));
    }

    @Test
    void tellsANameThatDoesNotExist() {
        ConnectivityResult found =
                assertFailed(Map.of("kind", "tcp", "host", "no-such-host.invalid", "port", 1), "dns_failure");

        assertThat(found.phases()).containsOnlyKeys("resolve");
    }

    @Test
    void describesTheCertificateOfAServer() throws Exception {
        try (TlsServer server = TlsServer.of(ca, Duration.ofDays(1), "localhost", "127.0.0.1")) {
            ConnectivityResult found = assertFound(trusting(server));

            assertThat(found.phases()).containsOnlyKeys("resolve", "connect", "tls");
            assertThat(found.tls()).isNotNull();
            assertThat(found.tls().protocol()).isEqualTo("TLSv1.3");
            assertThat(found.tls().issuer()).isEqualTo("CN=Test CA");
            assertThat(found.tls().names()).containsExactly("localhost", "127.0.0.1");
        }
    }

    @Test
    void tellsWhatIsWrongWithACertificate() throws Exception {
        try (TlsServer good = TlsServer.of(ca, Duration.ofDays(1), "localhost");
                TlsServer expired = TlsServer.of(ca, Duration.ofMinutes(-10), "localhost");
                TlsServer other = TlsServer.of(ca, Duration.ofDays(1), "elsewhere.example")) {
            Map<String, Object> soon = trusting(good);
            soon.put("min_days_valid", 30);
            Map<String, Object> renamed = trusting(other);
            renamed.put("server_name", "elsewhere.example");

            assertFailed(tls(good), "tls_untrusted");
            assertThat(assertFailed(trusting(expired), "tls_expired").tls()).isNotNull();
            assertFailed(trusting(other), "tls_wrong_name");
            assertFailed(soon, "tls_expires_soon");
            assertFound(renamed);
        }
    }

    @Test
    void describesWithoutJudgingWhereVerificationIsOff() throws Exception {
        try (TlsServer expired = TlsServer.of(ca, Duration.ofMinutes(-10), "elsewhere.example")) {
            Map<String, Object> fields = tls(expired);
            fields.put("verify", false);

            assertThat(assertFound(fields).tls()).isNotNull();
        }
    }

    @Test
    void tellsAPortWithoutTls() throws Exception {
        try (StallingServer server = new StallingServer("HTTP/1.1 400 Bad Request\r\n\r\n")) {
            assertFailed(Map.of("kind", "tls", "host", "127.0.0.1", "port", server.port()), "tls_error");
        }
    }

    @Test
    void asksForAPageWithAndWithoutTls() throws Exception {
        try (TlsServer server = TlsServer.of(ca, Duration.ofDays(1), "localhost");
                StallingServer plain = new StallingServer("HTTP/1.1 503 Service Unavailable\r\n\r\n")) {
            Map<String, Object> fields = new LinkedHashMap<>(Map.of(
                    "kind",
                    "http",
                    "url",
                    "https://localhost:" + server.port() + "/health?a=b",
                    "ca",
                    TestCa.pem(ca.certificate())));

            ConnectivityResult found = assertFound(fields);

            assertThat(found.statusCode()).isEqualTo(204);
            assertThat(found.phases()).containsOnlyKeys("resolve", "connect", "tls", "first_byte");
            assertFailed(Map.of("kind", "http", "url", plain.url()), "http_status");
            assertFound(Map.of("kind", "http", "url", plain.url(), "expected_status", 503));
        }
    }

    @Test
    void tellsHowFarItCameWhenNobodyAnswers() throws Exception {
        try (StallingServer silent = new StallingServer()) {
            HubFrame.Offer offer = offer(
                    "silent",
                    spec(Map.of("kind", "http", "url", silent.url())),
                    Offers.EPOCH,
                    Duration.ofSeconds(1),
                    true);

            AgentFrame.Result result = bench.run(offer);

            assertThat(result.error()).isEqualTo("timeout");
            assertThat(((ConnectivityResult) result.result()).phases())
                    .containsOnlyKeys("resolve", "connect", "first_byte");
        }
    }

    @Test
    void tellsNoPasswordAndNotWithoutEndWhatADirectorySays() throws Exception {
        byte[] said = ("no t0ps3cret " + "x".repeat(100_000)).getBytes(StandardCharsets.UTF_8);
        int length = said.length;
        ByteBuffer bind = ByteBuffer.allocate(length + 100);
        bind.put(new byte[] {0x30, (byte) 0x83}).put(threeBytes(length + 18));
        bind.put(new byte[] {2, 1, 1, 0x61, (byte) 0x83}).put(threeBytes(length + 10));
        bind.put(new byte[] {0x0a, 1, 49, 4, 0, 4, (byte) 0x83}).put(threeBytes(length));
        byte[] answer = new byte[bind.put(said).position()];
        bind.flip().get(answer);
        try (ServerSocket ldap = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread thread = new Thread(() -> answer(ldap, answer), "directory");
            thread.setDaemon(true);
            thread.start();

            AgentFrame.Result result = run(Map.of(
                    "kind",
                    "ldap",
                    "host",
                    "127.0.0.1",
                    "port",
                    ldap.getLocalPort(),
                    "bind_dn",
                    "cn=a",
                    "password",
                    "t0ps3cret"));

            assertThat(result.error()).isEqualTo("bind_refused");
            assertThat(result.detail()).contains("no ********* x").hasSizeLessThan(600);
        }
    }

    private static byte[] threeBytes(int number) {
        return new byte[] {(byte) (number >> 16), (byte) (number >> 8), (byte) number};
    }

    private static void answer(ServerSocket listener, byte[] with) {
        try (Socket client = listener.accept()) {
            if (client.getInputStream().read() >= 0) {
                client.getOutputStream().write(with);
                client.shutdownOutput();
                client.getInputStream().transferTo(OutputStream.nullOutputStream());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void canBeCancelledWhileNobodyAnswers() throws Exception {
        try (StallingServer silent = new StallingServer()) {
            HubFrame.Offer offer = started("silent", spec(Map.of("kind", "http", "url", silent.url())));
            bench.say(offer);
            Workbench.await().until(silent::isAsked);

            bench.say(new HubFrame.Cancel(offer.taskId(), offer.attempt(), Offers.EPOCH, "cancelled"));

            assertThat(bench.result(offer).status()).isEqualTo(ResultStatus.CANCELLED);
        }
    }

    @Test
    void asksANameServer() throws Exception {
        try (NameServer server = new NameServer()) {
            Map<String, Object> known =
                    Map.of("kind", "dns", "name", NameServer.KNOWN, "server", "127.0.0.1:" + server.port());
            Map<String, Object> unknown =
                    Map.of("kind", "dns", "name", "other.test", "server", "127.0.0.1:" + server.port());

            assertThat(assertFound(known).answers()).containsExactly(NameServer.ADDRESS);
            assertFailed(unknown, "dns_no_such_name");
        }
    }
}
