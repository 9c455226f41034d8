package io.ris.agent.enrolment;

import com.fasterxml.jackson.databind.JsonNode;
import io.ris.agent.enrolment.EnrolmentException.Reason;
import io.ris.protocol.EnrolmentAnswer;
import io.ris.protocol.EnrolmentRequest;
import io.ris.protocol.Json;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.function.Consumer;

/**
 * Trades a token for a certificate. The key is on disk before the first request, so that a lost answer burns nothing:
 * the same token with the same key is answered the same again.
 */
public final class Enroller {

    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(20);

    /** Waits between attempts. */
    @FunctionalInterface
    public interface Pause {

        void await(Duration duration) throws InterruptedException;
    }

    private final IdentityFiles files;
    private final Iterator<Duration> delays;
    private final Pause pause;
    private final Consumer<String> progress;

    /**
     * @param delays how long to wait after each failure to reach the hub; their end is the end of trying
     * @param progress told, in one line, why nothing is happening
     */
    public Enroller(IdentityFiles files, Iterator<Duration> delays, Pause pause, Consumer<String> progress) {
        this.files = files;
        this.delays = delays;
        this.pause = pause;
        this.progress = progress;
    }

    /** Names a token without giving it away. */
    public static String digest(String token) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }

    /**
     * Enrols the agent and writes its identity.
     *
     * @throws EnrolmentException if the hub is the wrong one, refuses, or stays unreachable
     */
    public Identity enrol(EnrolmentOrder order)
            throws EnrolmentException, IOException, GeneralSecurityException, InterruptedException {
        HttpRequest request = request(order);
        try (HttpClient client = HttpClient.newBuilder()
                .sslContext(MutualTls.pinned(order.pins()))
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(REQUEST_TIMEOUT)
                .build()) {
            return accept(order, answer(client, request));
        }
    }

    private HttpRequest request(EnrolmentOrder order) throws IOException, GeneralSecurityException {
        String csr = CertificateRequest.pem(files.nextKeys());
        String body = Json.lenient()
                .writeValueAsString(
                        new EnrolmentRequest(order.token(), csr, order.name(), order.labels(), order.tenant()));
        return HttpRequest.newBuilder(Identity.rest(order.hub(), EnrolmentRequest.PATH))
                .timeout(REQUEST_TIMEOUT)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
    }

    private JsonNode answer(HttpClient client, HttpRequest request) throws EnrolmentException, InterruptedException {
        String failure = "it was not asked";
        while (delays.hasNext()) {
            try {
                HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
                if (response.statusCode() / 100 == 2) {
                    return Json.lenient().readTree(response.body()).path("data");
                }
                failure = HubProblem.words(response);
                requireTemporary(response, failure);
            } catch (IOException e) {
                requireRightHub(e);
                failure = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
            }
            Duration delay = delays.next();
            progress.accept("cannot enrol at " + request.uri().getRawAuthority() + " yet (" + failure
                    + "); next attempt in " + delay.toMillis() + " ms");
            pause.await(delay);
        }
        throw new EnrolmentException(Reason.UNREACHABLE, "the hub could not be reached: " + failure);
    }

    private static void requireTemporary(HttpResponse<String> response, String problem) throws EnrolmentException {
        if (!HubProblem.isTemporary(response.statusCode())) {
            throw new EnrolmentException(Reason.REFUSED, "the hub refuses the enrolment: " + problem);
        }
    }

    private static void requireRightHub(IOException e) throws EnrolmentException {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof CertificateException refused) {
                throw new EnrolmentException(
                        Reason.WRONG_HUB,
                        refused instanceof WrongCaException wrong
                                ? wrong.explanation()
                                : "the hub's certificate is not valid: " + refused.getMessage());
            }
        }
    }

    private Identity accept(EnrolmentOrder order, JsonNode data)
            throws EnrolmentException, IOException, GeneralSecurityException {
        EnrolmentAnswer answer = Json.lenient().treeToValue(data, EnrolmentAnswer.class);
        X509Certificate ca = IdentityFiles.parse(answer.caCert());
        X509Certificate certificate = IdentityFiles.parse(answer.clientCert());
        if (!order.pins().contains(CaFingerprint.of(ca))) {
            throw new EnrolmentException(Reason.WRONG_HUB, "the hub sent another CA than the pinned one");
        }
        if (!certificate.getPublicKey().equals(files.nextKeys().getPublic())) {
            throw new EnrolmentException(Reason.REFUSED, "the hub sent a certificate for another key");
        }
        Identity identity = new Identity(
                answer.agentId(),
                answer.tenantCode(),
                answer.name(),
                order.hub(),
                answer.websocketPath(),
                order.labels(),
                digest(order.token()),
                order.pins().stream().map(CaFingerprint::toString).toList(),
                order.signedTokens(),
                answer.connectPort());
        files.save(identity, answer.clientCert(), answer.caCert());
        return identity;
    }
}
