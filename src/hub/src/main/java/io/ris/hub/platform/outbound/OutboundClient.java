package io.ris.hub.platform.outbound;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.async.methods.SimpleHttpRequest;
import org.apache.hc.client5.http.async.methods.SimpleRequestProducer;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.TlsConfig;
import org.apache.hc.client5.http.impl.async.CloseableHttpAsyncClient;
import org.apache.hc.client5.http.impl.async.HttpAsyncClientBuilder;
import org.apache.hc.client5.http.impl.async.HttpAsyncClients;
import org.apache.hc.client5.http.impl.nio.PoolingAsyncClientConnectionManagerBuilder;
import org.apache.hc.client5.http.ssl.ClientTlsStrategyBuilder;
import org.apache.hc.core5.http2.HttpVersionPolicy;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.reactor.IOReactorConfig;
import org.apache.hc.core5.util.Timeout;

/**
 * HTTP requests of the hub to hosts that it is told of: within a bounded time, a bounded number at once, answers of a bounded
 * size, no redirects, cookies or second tries. It connects to the addresses that its look-up gives for the very connection:
 * a name server that changes its mind after a check wins nothing. Thread-safe.
 */
public final class OutboundClient implements AutoCloseable {

    private final CloseableHttpAsyncClient client;
    private final Addresses addresses;
    private final Limits limits;
    private final Semaphore places;

    /** Where a host may be reached, as {@link OutboundGuard#resolve(String)} says it. */
    public interface Addresses {
        List<InetAddress> of(String host) throws UnknownHostException;
    }

    /**
     * What came back.
     *
     * @param contentType as sent; empty where none was
     * @param retryAfter the header of this name as sent; empty where none was
     * @param body read as UTF-8
     */
    public record Answer(int status, String contentType, String retryAfter, String body) {}

    /**
     * What a client bears.
     *
     * @param timeout for each request, from its look-up to the last byte of its answer
     * @param requests how many may wait for their answers at once
     * @param answerBytes how much is read of an answer
     * @param wholeAnswers whether an answer counts only once all of it has been read; else its status is enough, and its body
     *     is what came of it, as it was sent
     */
    public record Limits(Duration timeout, int requests, int answerBytes, boolean wholeAnswers) {

        /** For answers that are of no use unless they are whole. */
        public static Limits usual(Duration timeout) {
            return new Limits(timeout, 16, 512 * 1024, true);
        }
    }

    /**
     * A client of its own, with its own connections.
     *
     * @param trust says which servers are who they say they are
     */
    public OutboundClient(Addresses addresses, Limits limits, SSLContext trust) {
        this.addresses = addresses;
        this.limits = limits;
        this.places = new Semaphore(limits.requests());
        client = builder(addresses, limits, trust).build();
        client.start();
    }

    private static HttpAsyncClientBuilder builder(Addresses addresses, Limits limits, SSLContext trust) {
        HttpAsyncClientBuilder builder = HttpAsyncClients.custom()
                .setConnectionManager(PoolingAsyncClientConnectionManagerBuilder.create()
                        .setDnsResolver(new Resolver(addresses))
                        .setTlsStrategy(ClientTlsStrategyBuilder.create()
                                .setSslContext(trust)
                                .buildAsync())
                        .setDefaultTlsConfig(TlsConfig.custom()
                                .setVersionPolicy(HttpVersionPolicy.FORCE_HTTP_1)
                                .build())
                        .setDefaultConnectionConfig(ConnectionConfig.custom()
                                .setConnectTimeout(Timeout.of(limits.timeout()))
                                .setSocketTimeout(Timeout.of(limits.timeout()))
                                .build())
                        .setMaxConnTotal(limits.requests())
                        .setMaxConnPerRoute(limits.requests())
                        .build())
                .setIOReactorConfig(IOReactorConfig.custom().setIoThreadCount(1).build())
                .disableRedirectHandling()
                .disableAutomaticRetries()
                .disableCookieManagement()
                .disableAuthCaching();
        return limits.wholeAnswers() ? builder : builder.disableContentCompression();
    }

    /**
     * Sends a request and waits for its answer.
     *
     * @throws OutboundRefusedException if the hub may not call there
     * @throws IOException if no answer comes in time, or not the whole of it where that is wanted, or too many requests wait
     *     for theirs
     */
    public Answer exchange(SimpleHttpRequest request) throws IOException {
        String host = request.getAuthority().getHostName();
        addresses.of(host);
        if (!places.tryAcquire()) {
            throw new IOException("as many requests as may be are waiting for an answer");
        }
        BoundedAnswer answer = new BoundedAnswer(limits);
        Future<Answer> whole = client.execute(SimpleRequestProducer.create(request), answer, null);
        try {
            return whole.get(limits.timeout().toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return enough(answer)
                    .orElseThrow(() -> new IOException("no answer from " + host + " within " + limits.timeout(), e));
        } catch (ExecutionException e) {
            return enough(answer).orElseThrow(() -> new IOException("no answer from " + host, e.getCause()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } finally {
            whole.cancel(true);
            places.release();
        }
    }

    /** What came of an answer whose rest does not, where that will do. */
    private Optional<Answer> enough(BoundedAnswer answer) {
        return limits.wholeAnswers() ? Optional.empty() : answer.soFar();
    }

    @Override
    public void close() {
        client.close(CloseMode.GRACEFUL);
    }

    private record Resolver(Addresses addresses) implements DnsResolver {

        @Override
        public InetAddress[] resolve(String host) throws UnknownHostException {
            return addresses.of(host).toArray(InetAddress[]::new);
        }

        @Override
        public String resolveCanonicalHostname(String host) {
            return host;
        }
    }
}
