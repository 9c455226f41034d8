package io.ris.hub.identity.oidc;

import com.nimbusds.jose.util.Resource;
import com.nimbusds.jose.util.ResourceRetriever;
import com.nimbusds.oauth2.sdk.http.HTTPRequestSender;
import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import com.nimbusds.oauth2.sdk.http.ReadOnlyHTTPRequest;
import com.nimbusds.oauth2.sdk.http.ReadOnlyHTTPResponse;
import io.ris.hub.platform.HubService;
import io.ris.hub.platform.crypto.CaFile;
import io.ris.hub.platform.outbound.OutboundGuard;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Requests to the provider: within a bounded time, a bounded number at once, answers of a bounded size, no redirects. A
 * provider that says nothing holds up nobody but its own users. Thread-safe.
 */
@HubService
class ProviderHttp implements HTTPRequestSender, ResourceRetriever {

    private static final int REQUESTS = 16;

    private final HttpClient client;
    private final Duration timeout;
    private final String configured;
    private final Hosts hosts;
    private final Semaphore places = new Semaphore(REQUESTS);

    /** Where the hub may call on somebody else's word. */
    interface Hosts {
        void requirePermitted(URI uri) throws IOException;
    }

    @Inject
    ProviderHttp(
            OutboundGuard guard,
            @ConfigProperty(name = "authentication.oidc.timeout") Duration timeout,
            @ConfigProperty(name = "authentication.oidc.issuer") Optional<String> issuer,
            @ConfigProperty(name = "authentication.oidc.ca_file") Optional<String> caFile) {
        this(guard::resolve, timeout, issuer, caFile);
    }

    ProviderHttp(Hosts hosts, Duration timeout, Optional<String> issuer, Optional<String> caFile) {
        this.hosts = hosts;
        this.configured = issuer.map(URI::create).map(URI::getAuthority).orElse("");
        HttpClient.Builder builder =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(timeout);
        caFile.map(file -> CaFile.trusting(Path.of(file), "authentication.oidc.ca_file"))
                .ifPresent(builder::sslContext);
        this.client = builder.build();
        this.timeout = timeout;
    }

    @Override
    public ReadOnlyHTTPResponse send(ReadOnlyHTTPRequest request) throws IOException {
        String body = request.getBody();
        BodyPublisher publisher = body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body);
        HttpRequest.Builder builder = HttpRequest.newBuilder(request.getURI())
                .method(request.getMethod().name(), publisher);
        request.getHeaderMap().forEach((name, values) -> values.forEach(value -> builder.header(name, value)));
        HttpResponse<byte[]> answer = exchange(builder.build());
        HTTPResponse response = new HTTPResponse(answer.statusCode());
        answer.headers().firstValue("Content-Type").ifPresent(type -> response.setHeader("Content-Type", type));
        response.setBody(new String(answer.body(), StandardCharsets.UTF_8));
        return response;
    }

    @Override
    public Resource retrieveResource(URL url) throws IOException {
        HttpResponse<byte[]> answer =
                exchange(HttpRequest.newBuilder(URI.create(url.toString())).build());
        if (answer.statusCode() != 200) {
            throw new IOException(url + " answers with status " + answer.statusCode());
        }
        return new Resource(new String(answer.body(), StandardCharsets.UTF_8), null);
    }

    /** The operator named the issuer's host; any other is the provider's word. */
    private void requirePermitted(URI uri) throws IOException {
        if (!configured.equals(uri.getAuthority())) {
            hosts.requirePermitted(uri);
        }
    }

    private HttpResponse<byte[]> exchange(HttpRequest request) throws IOException {
        requirePermitted(request.uri());
        if (!places.tryAcquire()) {
            throw new IOException("as many requests as may be are waiting for an answer");
        }
        CompletableFuture<HttpResponse<byte[]>> answer = client.sendAsync(request, head -> new BoundedBody());
        try {
            return answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new IOException("no answer from " + request.uri().getHost() + " within " + timeout, e);
        } catch (ExecutionException e) {
            throw new IOException("no answer from " + request.uri().getHost(), e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } finally {
            answer.cancel(true);
            places.release();
        }
    }
}
