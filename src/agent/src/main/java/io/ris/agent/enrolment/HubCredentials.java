package io.ris.agent.enrolment;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.ris.agent.connection.AccessRefusedException;
import io.ris.agent.connection.HubAccess;
import io.ris.agent.loop.EventLoop;
import io.ris.protocol.AgentFrame;
import io.ris.protocol.Json;
import io.ris.protocol.RenewalAnswer;
import io.ris.protocol.RenewalRequest;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * An agent's key and certificate in use: shown to the hub at each connection, and renewed. A certificate that ended while
 * the agent was away is renewed over REST, by a token of the old key, before the next connection. Confined to the event
 * loop.
 */
public final class HubCredentials implements HubAccess {

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(20);

    private final IdentityFiles files;
    private final Identity identity;
    private final EventLoop loop;
    private final Clock clock;
    private X509Certificate certificate;
    private int attempts;

    /** One client for all connections with one certificate, so that TLS sessions resume. */
    private HttpClient client;

    /** Takes up what is on disk. */
    public HubCredentials(IdentityFiles files, Identity identity, EventLoop loop, Clock clock)
            throws IOException, GeneralSecurityException {
        this.files = files;
        this.identity = identity;
        this.loop = loop;
        this.clock = clock;
        files.tidy();
        this.certificate = files.certificate();
        this.client = newClient();
    }

    private HttpClient newClient() throws IOException, GeneralSecurityException {
        return HttpClient.newBuilder()
                .sslContext(
                        identity.signedTokens() ? MutualTls.anonymous(files, identity) : MutualTls.of(files, identity))
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(CONNECT_TIMEOUT)
                .build();
    }

    /** When the present certificate ends. */
    public Instant expiresAt() {
        return certificate.getNotAfter().toInstant();
    }

    @Override
    public CompletionStage<Entrance> entrance() {
        try {
            return clock.instant().isBefore(expiresAt())
                    ? CompletableFuture.completedFuture(present())
                    : renewExpired();
        } catch (IOException | GeneralSecurityException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private Entrance present() throws IOException, GeneralSecurityException {
        List<URI> uris = identity.websocketUris();
        return new Entrance(client, uris.get(Math.floorMod(attempts++, uris.size())), authorization());
    }

    private @Nullable String authorization() throws IOException, GeneralSecurityException {
        return identity.signedTokens() ? "Bearer " + token().forConnection(clock.instant()) : null;
    }

    private SignedToken token() throws IOException, GeneralSecurityException {
        return new SignedToken(files.keys().getPrivate(), certificate, identity);
    }

    /** The last attempt was good: the next one goes to the same place. */
    public void connected() {
        attempts--;
    }

    /** What to answer to the hub's {@code renew}: a request over a new key, on disk by now. */
    public AgentFrame.CertificateRequest request() throws IOException, GeneralSecurityException {
        return new AgentFrame.CertificateRequest(CertificateRequest.pem(files.nextKeys()));
    }

    /** Puts the next certificate and its key in place of the present ones; they are shown from the next connection on. */
    public void install(String certificatePem) throws IOException, GeneralSecurityException {
        files.install(certificatePem);
        files.forgetNextKeys();
        certificate = files.certificate();
        HttpClient before = client;
        client = newClient();
        before.shutdown();
    }

    private CompletionStage<Entrance> renewExpired() throws IOException, GeneralSecurityException {
        String csr = CertificateRequest.pem(files.nextKeys());
        String token = token().forRequest(csr, clock.instant());
        HttpRequest request = HttpRequest.newBuilder(identity.rest(RenewalRequest.PATH))
                .timeout(REQUEST_TIMEOUT)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(Json.lenient().writeValueAsString(new RenewalRequest(token, csr))))
                .build();
        HttpClient anonymous = HttpClient.newBuilder()
                .sslContext(MutualTls.anonymous(files, identity))
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(CONNECT_TIMEOUT)
                .build();
        return anonymous
                .sendAsync(request, BodyHandlers.ofString())
                .whenComplete((response, failure) -> anonymous.shutdown())
                .thenComposeAsync(this::renewed, loop);
    }

    private CompletionStage<Entrance> renewed(HttpResponse<String> response) {
        try {
            if (response.statusCode() / 100 == 2) {
                install(answer(response.body()).clientCert());
                return CompletableFuture.completedFuture(present());
            }
            String problem = "the certificate ended on " + expiresAt() + " and the hub does not renew it: "
                    + HubProblem.words(response);
            return CompletableFuture.failedFuture(
                    HubProblem.isFinal(response.statusCode())
                            ? new AccessRefusedException(problem)
                            : new IOException(problem));
        } catch (IOException | GeneralSecurityException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private static RenewalAnswer answer(String body) throws JsonProcessingException {
        return Json.lenient().treeToValue(Json.lenient().readTree(body).path("data"), RenewalAnswer.class);
    }
}
