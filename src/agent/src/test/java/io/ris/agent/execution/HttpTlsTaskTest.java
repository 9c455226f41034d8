package io.ris.agent.execution;

import static io.ris.agent.testing.Offers.started;
import static org.assertj.core.api.Assertions.assertThat;

import io.ris.agent.testing.TestCa;
import io.ris.protocol.AgentFrame;
import io.ris.protocol.HttpRequestSpec;
import io.ris.protocol.HttpResult;
import io.ris.protocol.HttpTls;
import io.ris.protocol.ResultStatus;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.Map;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HttpTlsTaskTest {

    @TempDir
    private Path directory;

    private final TestCa ca = new TestCa();

    @AutoClose
    private Workbench bench;

    @BeforeEach
    void open() throws IOException {
        bench = new Workbench(directory);
    }

    private HttpTls trusting(TestCa authority) {
        return new HttpTls(null, TestCa.pem(authority.certificate()), null, null, null);
    }

    /** Trusts the CA, and shows a certificate of it. */
    private HttpTls showing() {
        KeyPair keys = TestCa.newKeys();
        String certificate = TestCa.pem(ca.server(keys.getPublic(), "client.example"));
        String key = "-----BEGIN PRIVATE KEY-----\n"
                + Base64.getMimeEncoder().encodeToString(keys.getPrivate().getEncoded())
                + "\n-----END PRIVATE KEY-----\n";
        return new HttpTls(null, TestCa.pem(ca.certificate()), certificate, key, null);
    }

    private AgentFrame.Result run(String url, HttpTls tls) {
        HttpRequestSpec spec =
                new HttpRequestSpec("GET", url, Map.of(), null, null, null, null, null, null, null, Map.of(), tls);
        return bench.run(started("t-" + bench.heard().size(), spec));
    }

    private static String url(RawServer server, String host) {
        return "https://" + host + ":" + server.port() + "/";
    }

    /** Tells in its answer who the client is, and how the connection is encrypted. */
    private RawServer serve(String... protocols) throws GeneralSecurityException, IOException {
        SSLServerSocket listener = listener();
        listener.setWantClientAuth(true);
        if (protocols.length > 0) {
            listener.setEnabledProtocols(protocols);
        }
        return new RawServer(listener, (head, client, out) -> {
            SSLSocket socket = (SSLSocket) client;
            String body = socket.getSession().getProtocol() + " " + principal(socket);
            RawServer.say(out, "HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
        });
    }

    private static String principal(SSLSocket socket) {
        try {
            return ((X509Certificate) socket.getSession().getPeerCertificates()[0])
                    .getSubjectX500Principal()
                    .getName();
        } catch (javax.net.ssl.SSLPeerUnverifiedException nobody) {
            return "nobody";
        }
    }

    private SSLServerSocket listener() throws GeneralSecurityException, IOException {
        KeyPair keys = TestCa.newKeys();
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setCertificateEntry("ca", ca.certificate());
        store.setKeyEntry("server", keys.getPrivate(), new char[0], new X509Certificate[] {
            ca.server(keys.getPublic(), "localhost")
        });
        KeyManagerFactory own = KeyManagerFactory.getInstance("PKIX");
        own.init(store, new char[0]);
        TrustManagerFactory trusted = TrustManagerFactory.getInstance("PKIX");
        trusted.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(own.getKeyManagers(), trusted.getTrustManagers(), null);
        return (SSLServerSocket)
                context.getServerSocketFactory().createServerSocket(0, 10, InetAddress.getLoopbackAddress());
    }

    private static String body(AgentFrame.Result result) {
        assertThat(result.status()).as(result.toString()).isEqualTo(ResultStatus.COMPLETED);
        return ((HttpResult) result.result()).body();
    }

    @Test
    void trustsTheAuthorityOfTheTaskAndNoOther() throws Exception {
        try (RawServer server = serve()) {
            assertThat(body(run(url(server, "localhost"), trusting(ca)))).isEqualTo("TLSv1.3 nobody");
            assertThat(run(url(server, "localhost"), trusting(new TestCa())).error())
                    .isEqualTo("tls_error");
            assertThat(run(url(server, "localhost"), null).error()).isEqualTo("tls_error");
        }
    }

    @Test
    void theNameMustBeThatOfTheCertificateUnlessNothingIsVerified() throws Exception {
        try (RawServer server = serve()) {
            assertThat(run(url(server, "127.0.0.1"), trusting(ca)).error()).isEqualTo("tls_error");
            assertThat(body(run(url(server, "127.0.0.1"), new HttpTls(false, null, null, null, null))))
                    .isEqualTo("TLSv1.3 nobody");
        }
    }

    @Test
    void showsItsCertificateToTheNamedOriginAlone() throws Exception {
        try (RawServer other = serve();
                RawServer first = serve()) {
            assertThat(body(run(url(first, "localhost"), showing()))).isEqualTo("TLSv1.3 CN=hub");

            try (RawServer leading = redirecting(url(other, "localhost"))) {
                assertThat(body(run(url(leading, "localhost"), showing()))).isEqualTo("TLSv1.3 nobody");
            }
        }
    }

    private RawServer redirecting(String target) throws GeneralSecurityException, IOException {
        return new RawServer(
                listener(),
                (head, client, out) -> RawServer.say(
                        out, "HTTP/1.1 302 Found\r\nLocation: " + target + "\r\nContent-Length: 0\r\n\r\n"));
    }

    @Test
    void speaksNoLowerVersionThanTheTaskSays() throws Exception {
        HttpTls modern = new HttpTls(null, TestCa.pem(ca.certificate()), null, null, "1.3");
        try (RawServer old = serve("TLSv1.2");
                RawServer recent = serve()) {
            assertThat(body(run(url(old, "localhost"), trusting(ca)))).isEqualTo("TLSv1.2 nobody");
            assertThat(run(url(old, "localhost"), modern).error()).isEqualTo("tls_error");
            assertThat(body(run(url(recent, "localhost"), modern))).isEqualTo("TLSv1.3 nobody");
        }
    }
}
