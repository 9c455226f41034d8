package io.ris.cli.up;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/** Asks the hub again and again whether it is ready. It trusts the hub's own certificate and no other. */
final class HubProbe implements AutoCloseable {

    private static final Duration INTERVAL = Duration.ofMillis(250);
    private static final Duration ANSWERED_WITHIN = Duration.ofSeconds(5);

    private final HttpClient client;
    private final HttpRequest request;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("hub probe").factory());
    private final CompletableFuture<Void> ready = new CompletableFuture<>();

    HubProbe(URI hub, X509Certificate certificate) throws GeneralSecurityException {
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(null, new TrustManager[] {new ExactCertificate(certificate)}, null);
        client = HttpClient.newBuilder()
                .sslContext(tls)
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(ANSWERED_WITHIN)
                .build();
        request = HttpRequest.newBuilder(hub.resolve("/ready"))
                .timeout(ANSWERED_WITHIN)
                .build();
    }

    /**
     * Completes once the hub answers that it is ready and the further condition holds.
     *
     * @param hopeless whether the hub can never be ready, although it runs: the future then fails
     */
    CompletableFuture<Void> ready(BooleanSupplier condition, BooleanSupplier hopeless) {
        ScheduledFuture<?> probing = timer.scheduleWithFixedDelay(
                () -> probe(condition, hopeless), 0, INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
        return ready.whenComplete((nothing, failure) -> probing.cancel(false));
    }

    private void probe(BooleanSupplier condition, BooleanSupplier hopeless) {
        try {
            if (hopeless.getAsBoolean()) {
                ready.completeExceptionally(new IllegalStateException("the hub can never be ready"));
                return;
            }
            HttpResponse<Void> response = client.send(request, HttpResponse.BodyHandlers.discarding());
            if (response.statusCode() == 200 && condition.getAsBoolean()) {
                ready.complete(null);
            }
        } catch (IOException e) {
            // Nobody listens yet: the next turn asks again, and who waits has a bound.
            return;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
        client.shutdownNow();
    }

    /** Identity is the certificate itself, so host names need not match. */
    private static final class ExactCertificate extends X509ExtendedTrustManager {

        private final X509Certificate expected;

        ExactCertificate(X509Certificate expected) {
            this.expected = expected;
        }

        private void require(X509Certificate[] chain) throws CertificateException {
            if (chain.length == 0 || !chain[0].equals(expected)) {
                throw new CertificateException("not the hub's certificate");
            }
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
                throws CertificateException {
            require(chain);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
                throws CertificateException {
            require(chain);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
            require(chain);
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
                throws CertificateException {
            throw new CertificateException("no clients here");
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
                throws CertificateException {
            throw new CertificateException("no clients here");
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
            throw new CertificateException("no clients here");
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
