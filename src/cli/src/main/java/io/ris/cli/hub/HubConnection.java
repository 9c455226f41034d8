package io.ris.cli.hub;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.ris.cli.ExitCode;
import io.ris.cli.RefusedException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** HTTPS to one hub, trusting one CA or those of this machine. Knows nothing of logins. */
final class HubConnection {

    static final ObjectMapper JSON = JsonMapper.builder().build();

    /** What a proxy says whose hub is gone, and a hub that lacks what it needs. */
    private static final Set<Integer> AWAY = Set.of(502, 503, 504);

    private static final Duration CONNECT = Duration.ofSeconds(10);

    private final URI hub;
    private final HttpClient http;

    /** @param ca PEM; null for the CAs that this machine trusts */
    HubConnection(URI hub, @Nullable String ca) throws RefusedException {
        this.hub = hub;
        HttpClient.Builder builder =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(CONNECT);
        if (ca != null) {
            builder.sslContext(trusting(ca));
        }
        http = builder.build();
    }

    private static SSLContext trusting(String ca) throws RefusedException {
        try {
            KeyStore trust = KeyStore.getInstance("PKCS12");
            trust.load(null, null);
            int number = 0;
            for (Certificate certificate : CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(ca.getBytes(StandardCharsets.US_ASCII)))) {
                trust.setCertificateEntry("ca" + number++, certificate);
            }
            TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            managers.init(trust);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, managers.getTrustManagers(), null);
            return context;
        } catch (IOException | GeneralSecurityException e) {
            throw new RefusedException(ExitCode.BAD_CONFIGURATION, "the CA's file holds no certificate", e);
        }
    }

    /**
     * A request to this hub.
     *
     * @param path with its query
     * @param token null for none
     */
    HttpRequest.Builder request(String path, @Nullable String token) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(hub + path)).header("User-Agent", "ris-cli");
        return token == null ? request : request.header("Authorization", "Bearer " + token);
    }

    /** Sends a body as JSON; the answer has been read whole. */
    HttpResponse<InputStream> post(String path, Map<String, String> body) throws RefusedException {
        try {
            return send(request(path, null)
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body)))
                    .build());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("texts can be written as JSON", e);
        }
    }

    HttpResponse<InputStream> send(HttpRequest request) throws RefusedException {
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofInputStream());
        } catch (IOException e) {
            if (isDistrust(e)) {
                throw new RefusedException(
                        ExitCode.HUB_REFUSED, hub + " is not trusted: " + e.getMessage() + "; --ca names its CA", e);
            }
            throw new HubAwayException(
                    hub + " cannot be reached: " + e.getClass().getSimpleName(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RefusedException(ExitCode.HUB_REFUSED, "interrupted", e);
        }
    }

    /** Rather than a hub that goes away in the middle of a handshake. */
    private static boolean isDistrust(IOException fault) {
        return fault instanceof SSLException
                && Stream.<Throwable>iterate(fault, Objects::nonNull, Throwable::getCause)
                        .anyMatch(GeneralSecurityException.class::isInstance);
    }

    /** The JSON of an answer. */
    static JsonNode json(HttpResponse<InputStream> response) throws RefusedException {
        try (InputStream body = response.body()) {
            return JSON.readTree(body);
        } catch (JsonProcessingException e) {
            throw new HubAwayException(
                    response.uri().resolve("/") + " answered with something else than JSON: status "
                            + response.statusCode(),
                    e);
        } catch (IOException e) {
            throw new HubAwayException("the answer of " + response.uri().resolve("/") + " broke off", e);
        }
    }

    /** What a refusal says, for people. */
    static RefusedException refusal(HttpResponse<InputStream> response) throws RefusedException {
        int status = response.statusCode();
        JsonNode problem = json(response);
        String error = problem.path("error").asText(Integer.toString(status));
        String message = "the hub refused: " + problem.path("detail").asText("status " + status) + " (" + error + ")";
        Optional<String> later = response.headers().firstValue("Retry-After");
        if (AWAY.contains(status)) {
            return new HubAwayException(message, later);
        }
        return error.equals("rate_limited")
                ? new RateLimitedException(message, later)
                : new RefusedException(ExitCode.HUB_REFUSED, message);
    }
}
