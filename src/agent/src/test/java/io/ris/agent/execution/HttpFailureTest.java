package io.ris.agent.execution;

import static io.ris.agent.testing.Offers.EPOCH;
import static io.ris.agent.testing.Offers.offer;
import static io.ris.agent.testing.Offers.started;
import static org.assertj.core.api.Assertions.assertThat;

import io.ris.agent.testing.TestCa;
import io.ris.protocol.AgentFrame;
import io.ris.protocol.HttpRequestSpec;
import io.ris.protocol.HubFrame;
import io.ris.protocol.ResultStatus;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.time.Duration;
import java.util.Map;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Why an HTTP task has no answer, and what ends one that is under way. */
class HttpFailureTest {

    @TempDir
    private Path directory;

    @AutoClose
    private Workbench bench;

    @BeforeEach
    void open() throws IOException {
        bench = new Workbench(directory);
    }

    private static HttpRequestSpec get(String url) {
        return to("GET", url, null);
    }

    private static HttpRequestSpec to(String method, String url, String body) {
        return new HttpRequestSpec(method, url, Map.of(), body, null, null, null, null, null);
    }

    private AgentFrame.Result run(HttpRequestSpec spec) {
        return bench.run(started("t", spec));
    }

    @Test
    void namesWhyThereIsNoAnswer() throws Exception {
        int closedPort;
        try (ServerSocket closed = new ServerSocket(0)) {
            closedPort = closed.getLocalPort();
        }

        AgentFrame.Result refused = bench.run(started("refused", get("http://127.0.0.1:" + closedPort + "/")));
        AgentFrame.Result unknown = bench.run(started("unknown", get("http://no-such-host.invalid/")));

        assertThat(refused.error()).isEqualTo("connection_refused");
        assertThat(refused.isWithoutEffect()).isTrue();
        assertThat(unknown.error()).isEqualTo("unknown_host");
        assertThat(unknown.isWithoutEffect()).isTrue();
    }

    @Test
    void aConnectionThatDoesNotComeAboutHadNoEffect() throws IOException {
        try (StallingServer stalling = new StallingServer()) {
            AgentFrame.Result result = run(get("https://127.0.0.1:" + stalling.port() + "/"));

            assertThat(result.error()).isEqualTo("connect_timeout");
            assertThat(result.isWithoutEffect()).isTrue();
        }
    }

    @Test
    void aServerThatHangsUpIsAReset() throws IOException {
        try (ServerSocket rude = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            Thread thread = new Thread(() -> hangUp(rude), "rude-server");
            thread.setDaemon(true);
            thread.start();

            AgentFrame.Result result = run(to("POST", "http://127.0.0.1:" + rude.getLocalPort() + "/", "x"));

            assertThat(result.error()).isEqualTo("connection_reset");
            assertThat(result.isWithoutEffect()).isFalse();
        }
    }

    private static void hangUp(ServerSocket rude) {
        try {
            while (true) {
                try (Socket client = rude.accept()) {
                    client.getInputStream().read();
                }
            }
        } catch (IOException closed) {
            // The test is over.
        }
    }

    @Test
    void anUnknownCertificateAuthorityIsATlsError() throws Exception {
        TestCa ca = new TestCa();
        KeyPair keys = TestCa.newKeys();
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry(
                "server", keys.getPrivate(), new char[0], new Certificate[] {ca.server(keys.getPublic(), "localhost")});
        KeyManagerFactory factory = KeyManagerFactory.getInstance("PKIX");
        factory.init(store, new char[0]);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(factory.getKeyManagers(), null, null);
        try (ServerSocket tls = context.getServerSocketFactory().createServerSocket(0)) {
            Thread thread = new Thread(() -> hangUp(tls), "tls-server");
            thread.setDaemon(true);
            thread.start();

            assertThat(run(get("https://localhost:" + tls.getLocalPort() + "/")).error())
                    .isEqualTo("tls_error");
        }
    }

    @Test
    void timeoutCoversTheBodyToo() throws IOException {
        try (StallingServer stalling =
                new StallingServer("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n", "the beginning")) {
            HubFrame.Offer offer = offer("t", get(stalling.url()), EPOCH, Duration.ofMillis(500), true);

            AgentFrame.Result result = bench.run(offer);

            assertThat(result.status()).isEqualTo(ResultStatus.TIMEOUT);
            assertThat(result.error()).isEqualTo("timeout");
        }
    }

    @Test
    void cancelEndsAnExchange() throws IOException {
        try (StallingServer stalling = new StallingServer()) {
            HubFrame.Offer offer = started("t", get(stalling.url()));
            bench.say(offer);
            Workbench.await().until(stalling::isAsked);

            bench.say(new HubFrame.Cancel(offer.taskId(), 1, EPOCH, null));

            assertThat(bench.result(offer).status()).isEqualTo(ResultStatus.CANCELLED);
        }
    }
}
