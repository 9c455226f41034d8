package io.ris.hub.identity.oidc;

import com.nimbusds.jose.util.Resource;
import com.nimbusds.jose.util.ResourceRetriever;
import com.nimbusds.oauth2.sdk.http.HTTPRequestSender;
import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import com.nimbusds.oauth2.sdk.http.ReadOnlyHTTPRequest;
import com.nimbusds.oauth2.sdk.http.ReadOnlyHTTPResponse;
import io.ris.hub.platform.HubService;
import io.ris.hub.platform.crypto.CaFile;
import io.ris.hub.platform.outbound.OutboundClient;
import io.ris.hub.platform.outbound.OutboundClient.Answer;
import io.ris.hub.platform.outbound.OutboundGuard;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.hc.client5.http.async.methods.SimpleHttpRequest;
import org.apache.hc.client5.http.async.methods.SimpleRequestBuilder;
import org.apache.hc.core5.net.URIAuthority;
import org.apache.hc.core5.ssl.SSLContexts;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Requests to the provider. One that says nothing holds up nobody but its own users. The operator named the issuer's
 * host; any other is the provider's word, and called only where the hub may call. Thread-safe.
 */
@HubService
class ProviderHttp implements HTTPRequestSender, ResourceRetriever {

    private final OutboundClient client;
    private final OutboundClient.Addresses others;
    private final Optional<URIAuthority> issuer;

    @Inject
    ProviderHttp(
            OutboundGuard guard,
            @ConfigProperty(name = "authentication.oidc.timeout") Duration timeout,
            @ConfigProperty(name = "authentication.oidc.issuer") Optional<String> issuer,
            @ConfigProperty(name = "authentication.oidc.ca_file") Optional<String> caFile) {
        this(guard::resolve, timeout, issuer, caFile);
    }

    ProviderHttp(OutboundClient.Addresses others, Duration timeout, Optional<String> issuer, Optional<String> caFile) {
        this.others = others;
        this.issuer = issuer.map(URI::create).map(URI::getAuthority).map(ProviderHttp::parsed);
        client = new OutboundClient(
                this::addresses,
                OutboundClient.Limits.usual(timeout),
                caFile.map(file -> CaFile.trusting(Path.of(file), "authentication.oidc.ca_file"))
                        .orElseGet(SSLContexts::createSystemDefault));
    }

    private static URIAuthority parsed(String authority) {
        try {
            return URIAuthority.create(authority);
        } catch (URISyntaxException e) {
            throw new IllegalStateException("ris: authentication.oidc.issuer: " + e.getMessage(), e);
        }
    }

    private List<InetAddress> addresses(String host) throws UnknownHostException {
        return issuer.filter(named -> host.equalsIgnoreCase(named.getHostName()))
                        .isPresent()
                ? List.of(InetAddress.getAllByName(host))
                : others.of(host);
    }

    @Override
    public ReadOnlyHTTPResponse send(ReadOnlyHTTPRequest request) throws IOException {
        SimpleRequestBuilder builder =
                SimpleRequestBuilder.create(request.getMethod().name()).setUri(request.getURI());
        request.getHeaderMap().forEach((name, values) -> values.forEach(value -> builder.addHeader(name, value)));
        String body = request.getBody();
        if (body != null) {
            builder.setBody(body.getBytes(StandardCharsets.UTF_8), null); // its type is among the headers
        }
        Answer answer = exchange(builder.build());
        HTTPResponse response = new HTTPResponse(answer.status());
        if (!answer.contentType().isEmpty()) {
            response.setHeader("Content-Type", answer.contentType());
        }
        response.setBody(answer.body());
        return response;
    }

    @Override
    public Resource retrieveResource(URL url) throws IOException {
        Answer answer = exchange(SimpleRequestBuilder.get(url.toString()).build());
        if (answer.status() != 200) {
            throw new IOException(url + " answers with status " + answer.status());
        }
        return new Resource(answer.body(), null);
    }

    /** The operator's word goes for the issuer's port alone: other ports of its host are asked for like other hosts. */
    private Answer exchange(SimpleHttpRequest request) throws IOException {
        if (issuer.filter(request.getAuthority()::equals).isEmpty()) {
            others.of(request.getAuthority().getHostName());
        }
        return client.exchange(request);
    }

    @PreDestroy
    void close() {
        client.close();
    }
}
