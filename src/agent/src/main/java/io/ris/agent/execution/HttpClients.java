package io.ris.agent.execution;

import io.ris.protocol.HttpTls;
import io.ris.protocol.Pem;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpClient;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/** Clients that encrypt as a task says. A client certificate is a credential: other origins do not see it. */
final class HttpClients implements AutoCloseable {

    private static final char[] NO_PASSWORD = new char[0];

    private final HttpTls tls;
    private final Duration connectLimit;
    private @Nullable HttpClient named;
    private @Nullable HttpClient others;

    HttpClients(HttpTls tls, Duration connectLimit) {
        this.tls = tls;
        this.connectLimit = connectLimit;
    }

    /** A client as tasks have it that say nothing of encryption. */
    static HttpClient.Builder plain(Duration connectLimit) {
        // Redirects are followed by HttpExecution: the JDK would carry custom headers, credentials among them,
        // to other origins.
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(connectLimit)
                .followRedirects(HttpClient.Redirect.NEVER);
    }

    /**
     * The client for a request.
     *
     * @param toNamedOrigin whether it goes to the origin that the task names
     * @throws IllegalArgumentException if the task's certificates cannot be used
     */
    HttpClient choose(boolean toNamedOrigin) {
        if (toNamedOrigin) {
            named = named == null ? build(true) : named;
            return named;
        }
        others = others == null ? build(false) : others;
        return others;
    }

    private HttpClient build(boolean showsCertificate) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(showsCertificate ? identity() : null, trust(), null);
            return plain(connectLimit)
                    .sslContext(context)
                    .sslParameters(parameters(context))
                    .build();
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalArgumentException("the certificates in tls cannot be used: " + e.getMessage(), e);
        }
    }

    private SSLParameters parameters(SSLContext context) {
        SSLParameters parameters = context.getDefaultSSLParameters();
        if ("1.3".equals(tls.minVersion())) {
            parameters.setProtocols(new String[] {"TLSv1.3"});
        }
        return parameters;
    }

    private KeyManager @Nullable [] identity() throws GeneralSecurityException, IOException {
        if (tls.clientKey() == null || tls.clientCertificate() == null) {
            return null;
        }
        KeyStore store = empty();
        Certificate[] chain = Pem.certificates(tls.clientCertificate()).toArray(Certificate[]::new);
        store.setKeyEntry("client", Pem.privateKey(tls.clientKey()), NO_PASSWORD, chain);
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, NO_PASSWORD);
        return factory.getKeyManagers();
    }

    private TrustManager @Nullable [] trust() throws GeneralSecurityException, IOException {
        if (!tls.verifies()) {
            return new TrustManager[] {new TrustAnybody()};
        }
        if (tls.ca() == null) {
            return null;
        }
        KeyStore store = empty();
        for (X509Certificate certificate : Pem.certificates(tls.ca())) {
            store.setCertificateEntry("ca-" + store.size(), certificate);
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory.getTrustManagers();
    }

    private static KeyStore empty() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }

    @Override
    public void close() {
        if (named != null) {
            named.shutdownNow();
        }
        if (others != null) {
            others.shutdownNow();
        }
    }

    /** For {@code verify: false}. Extended, since of others the JDK checks the name besides. */
    private static final class TrustAnybody extends X509ExtendedTrustManager {

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {
            // as the task wishes
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {
            // as the task wishes
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {
            // as the task wishes
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {
            throw new UnsupportedOperationException("there are no clients here");
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {
            throw new UnsupportedOperationException("there are no clients here");
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {
            throw new UnsupportedOperationException("there are no clients here");
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
