package io.ris.hub.testing;

import com.fasterxml.jackson.databind.JsonNode;
import io.ris.hub.platform.HubService;
import io.ris.protocol.Json;
import jakarta.inject.Inject;
import jakarta.servlet.ServletContext;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The hub's REST for tests that run inside of it, as its first administrator in the tenant {@code default} calls it. */
@HubService
public class HubRest {

    private final Path data;
    private final String address;

    @Inject
    HubRest(
            ServletContext application,
            @ConfigProperty(name = "data_dir") String data,
            @ConfigProperty(name = "LIBERTY_HTTPS_PORT") int port) {
        this.data = Path.of(data);
        this.address = "https://localhost:" + port + application.getContextPath();
    }

    /** An answer: its status, and its document's {@code data}. */
    public record Answer(int status, JsonNode data) {

        private static Answer of(HttpResponse<String> response) throws IOException {
            return new Answer(
                    response.statusCode(),
                    Json.lenient().readTree(response.body()).path("data"));
        }
    }

    public Answer get(String path) throws Exception {
        return Answer.of(asAdministrator(request(path)));
    }

    public Answer post(String path, String body) throws Exception {
        return Answer.of(asAdministrator(posting(path, body)));
    }

    /** The events of a stream that ends by itself. */
    public String events(String path) throws Exception {
        return asAdministrator(request(path).header("Accept", "text/event-stream"))
                .body();
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(address + path));
    }

    private HttpRequest.Builder posting(String path, String body) {
        return request(path).header("Content-Type", "application/json").POST(BodyPublishers.ofString(body));
    }

    private HttpResponse<String> asAdministrator(HttpRequest.Builder request) throws Exception {
        try (HttpClient client = HttpClient.newBuilder().sslContext(trusting()).build()) {
            String password = Files.readString(data.resolve("admin-password")).strip();
            JsonNode login =
                    Json.lenient().createObjectNode().put("username", "admin").put("password", password);
            String token = Answer.of(send(client, posting("/auth/login", login.toString())))
                    .data()
                    .path("access_token")
                    .asText();
            return send(client, request.header("Authorization", "Bearer " + token));
        }
    }

    private static HttpResponse<String> send(HttpClient client, HttpRequest.Builder request)
            throws IOException, InterruptedException {
        return client.send(request.build(), BodyHandlers.ofString());
    }

    private SSLContext trusting() throws IOException, GeneralSecurityException {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        try (InputStream pem = Files.newInputStream(data.resolve("tls").resolve("server-ca.pem"))) {
            trusted.setCertificateEntry(
                    "ca", CertificateFactory.getInstance("X.509").generateCertificate(pem));
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }
}
