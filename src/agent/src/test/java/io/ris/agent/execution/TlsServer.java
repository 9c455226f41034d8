package io.ris.agent.execution;

import io.ris.agent.testing.TestCa;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;

/** A TLS server that answers each first line with HTTP 204. */
final class TlsServer implements AutoCloseable {

    private final SSLServerSocket listener;

    private TlsServer(SSLServerSocket listener) {
        this.listener = listener;
        Thread thread = new Thread(this::serve, "tls-server");
        thread.setDaemon(true);
        thread.start();
    }

    /** With a certificate of this CA that is valid that long. */
    static TlsServer of(TestCa ca, Duration life, String... names) throws GeneralSecurityException, IOException {
        KeyPair keys = TestCa.newKeys();
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        X509Certificate certificate = ca.server(keys.getPublic(), life, names);
        store.setKeyEntry("server", keys.getPrivate(), new char[0], new X509Certificate[] {certificate});
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, new char[0]);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(factory.getKeyManagers(), null, null);
        return new TlsServer((SSLServerSocket)
                context.getServerSocketFactory().createServerSocket(0, 10, InetAddress.getLoopbackAddress()));
    }

    private void serve() {
        while (!listener.isClosed()) {
            try (SSLSocket client = (SSLSocket) listener.accept()) {
                if (client.getInputStream().read() >= 0) {
                    client.getOutputStream()
                            .write("HTTP/1.1 204 No Content\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                }
            } catch (IOException gone) {
                // A client that looked at the certificate only, or the end of the test.
            }
        }
    }

    int port() {
        return listener.getLocalPort();
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
