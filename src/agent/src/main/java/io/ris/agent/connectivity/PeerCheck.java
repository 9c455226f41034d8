package io.ris.agent.connectivity;

import io.ris.protocol.ConnectivityResult;
import io.ris.protocol.ConnectivityTestSpec;
import io.ris.protocol.Pem;
import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Encrypts a connection and looks at the peer's certificate. The handshake takes any, so that what is wrong with one can
 * be told; nothing is sent before it has passed.
 */
final class PeerCheck {

    private final ConnectivityTestSpec spec;
    private final String name;
    private final Clock clock;

    /** @param host what is connected to, by its name or address */
    PeerCheck(ConnectivityTestSpec spec, String host, Clock clock) {
        this.spec = spec;
        this.name = spec.serverName() == null ? host : spec.serverName();
        this.clock = clock;
    }

    /** @throws ProbeException if there is no TLS, or the certificate is not as it should be */
    SSLSocket encrypt(Socket plain, Findings findings) throws ProbeException, IOException {
        findings.begin("tls");
        Witness witness = new Witness(delegate());
        SSLSocket socket =
                (SSLSocket) context(witness).getSocketFactory().createSocket(plain, name, plain.getPort(), true);
        findings.holds(socket);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        if (!name.contains(":") && !name.matches("[0-9.]+")) {
            parameters.setServerNames(List.of(new SNIHostName(name)));
        }
        socket.setSSLParameters(parameters);
        try {
            socket.startHandshake();
        } catch (SSLException e) {
            throw new ProbeException("tls_error", "there was no TLS handshake: " + e.getMessage());
        }
        X509Certificate certificate = (X509Certificate) socket.getSession().getPeerCertificates()[0];
        findings.encrypted(described(socket.getSession(), certificate));
        if (spec.verifies()) {
            check(certificate, witness);
        }
        checkDaysLeft(certificate);
        return socket;
    }

    private static SSLContext context(TrustManager trust) throws IOException {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {trust}, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException("TLS cannot be set up", e);
        }
    }

    private X509ExtendedTrustManager delegate() throws ProbeException, IOException {
        try {
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(spec.ca() == null ? null : trusting(spec.ca()));
            return Stream.of(factory.getTrustManagers())
                    .filter(X509ExtendedTrustManager.class::isInstance)
                    .map(X509ExtendedTrustManager.class::cast)
                    .findFirst()
                    .orElseThrow(() -> new IOException("this Java verifies no certificates"));
        } catch (CertificateException e) {
            throw new ProbeException("invalid_spec", "ca holds no certificates in PEM: " + e.getMessage());
        } catch (GeneralSecurityException e) {
            throw new IOException("TLS cannot be set up", e);
        }
    }

    private static KeyStore trusting(String pem) throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        for (X509Certificate certificate : Pem.certificates(pem)) {
            store.setCertificateEntry("ca-" + store.size(), certificate);
        }
        return store;
    }

    private void check(X509Certificate certificate, Witness witness) throws ProbeException {
        Instant now = clock.instant();
        if (now.isAfter(certificate.getNotAfter().toInstant())) {
            throw new ProbeException(
                    "tls_expired",
                    "the certificate expired at " + certificate.getNotAfter().toInstant());
        }
        if (now.isBefore(certificate.getNotBefore().toInstant())) {
            throw new ProbeException(
                    "tls_not_yet_valid",
                    "the certificate is valid from "
                            + certificate.getNotBefore().toInstant());
        }
        if (witness.distrust != null) {
            throw new ProbeException("tls_untrusted", "the certificate is not trusted: " + witness.distrust);
        }
        if (witness.wrongName != null) {
            throw new ProbeException("tls_wrong_name", "the certificate is not for " + name + ": " + witness.wrongName);
        }
    }

    private void checkDaysLeft(X509Certificate certificate) throws ProbeException {
        Instant end = certificate.getNotAfter().toInstant();
        if (spec.minDaysValid() != null
                && Duration.between(clock.instant(), end).compareTo(Duration.ofDays(spec.minDaysValid())) < 0) {
            throw new ProbeException(
                    "tls_expires_soon",
                    "the certificate expires at " + end + ", in less than " + spec.minDaysValid() + " days");
        }
    }

    private static ConnectivityResult.Tls described(SSLSession session, X509Certificate certificate)
            throws ProbeException {
        return new ConnectivityResult.Tls(
                session.getProtocol(),
                session.getCipherSuite(),
                certificate.getSubjectX500Principal().getName(),
                certificate.getIssuerX500Principal().getName(),
                certificate.getNotBefore().toInstant(),
                certificate.getNotAfter().toInstant(),
                names(certificate));
    }

    private static List<String> names(X509Certificate certificate) throws ProbeException {
        try {
            return certificate.getSubjectAlternativeNames() == null
                    ? List.of()
                    : certificate.getSubjectAlternativeNames().stream()
                            .map(entry -> entry.get(1))
                            .filter(String.class::isInstance)
                            .map(String.class::cast)
                            .toList();
        } catch (CertificateException e) {
            throw new ProbeException("tls_error", "the names of the certificate cannot be read");
        }
    }

    /** Takes every certificate and remembers what is wrong with it. */
    private static final class Witness extends X509ExtendedTrustManager {

        private final X509ExtendedTrustManager delegate;
        private @Nullable String distrust;
        private @Nullable String wrongName;

        Witness(X509ExtendedTrustManager delegate) {
            this.delegate = delegate;
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {
            distrust = complaint(() -> delegate.checkServerTrusted(chain, type));
            if (distrust == null) {
                wrongName = complaint(() -> delegate.checkServerTrusted(chain, type, socket));
            }
        }

        private static @Nullable String complaint(Check check) {
            try {
                check.run();
                return null;
            } catch (CertificateException e) {
                return String.valueOf(e.getMessage());
            }
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
            delegate.checkServerTrusted(chain, type);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, javax.net.ssl.SSLEngine engine)
                throws CertificateException {
            delegate.checkServerTrusted(chain, type, engine);
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
            delegate.checkClientTrusted(chain, type);
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
                throws CertificateException {
            delegate.checkClientTrusted(chain, type, socket);
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, javax.net.ssl.SSLEngine engine)
                throws CertificateException {
            delegate.checkClientTrusted(chain, type, engine);
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return delegate.getAcceptedIssuers();
        }

        private interface Check {
            void run() throws CertificateException;
        }
    }
}
