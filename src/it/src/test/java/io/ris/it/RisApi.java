package io.ris.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.ris.protocol.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * A REST client that trusts one hub's CA and nobody else. Every refusal that it sees is checked to be a proper problem
 * document. Immutable and safe for use by several threads.
 */
final class RisApi {

    static final Set<String> FINAL = Set.of("completed", "failed", "timeout", "cancelled");

    private static final Duration REQUEST_LIMIT = Duration.ofMinutes(1);
    private static final Duration TASK_LIMIT = Duration.ofMinutes(1);

    /** That of the first hub that was started: all are of one version. */
    private static volatile @Nullable ApiContract contract;

    private final HttpClient http;
    private final URI base;
    private final @Nullable String token;

    private RisApi(HttpClient http, URI base, @Nullable String token) {
        this.http = http;
        this.base = base;
        this.token = token;
    }

    /** A client without a token. */
    static RisApi of(URI base, SSLContext tls) {
        HttpClient http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(10))
                .sslContext(tls)
                .build();
        return new RisApi(http, base, null);
    }

    /** The same, from another address of this machine. */
    static RisApi from(String localAddress, URI base, Path caFile) {
        try {
            HttpClient http = HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(Duration.ofSeconds(10))
                    .localAddress(InetAddress.getByName(localAddress))
                    .sslContext(trusting(caFile, null))
                    .build();
            return new RisApi(http, base, null);
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Trusts one CA, and shows these keys where a server asks for a certificate. */
    static SSLContext trusting(Path caFile, KeyManager @Nullable [] keys) {
        try {
            return context(caFile, keys);
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException("cannot trust " + caFile, e);
        }
    }

    private static SSLContext context(Path caFile, KeyManager @Nullable [] keys)
            throws IOException, GeneralSecurityException {
        try (InputStream pem = Files.newInputStream(caFile)) {
            KeyStore trust = KeyStore.getInstance("PKCS12");
            trust.load(null, null);
            trust.setCertificateEntry(
                    "ca", CertificateFactory.getInstance("X.509").generateCertificate(pem));
            TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            managers.init(trust);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys, managers.getTrustManagers(), null);
            return context;
        }
    }

    /** What the hub says that it answers; every answer from now on is held against it. */
    synchronized ApiContract contract() {
        ApiContract known = contract;
        if (known == null) {
            known = ApiContract.of(send(request("/openapi").header("Accept", "application/json"))
                    .expect(200)
                    .json());
            contract = known;
        }
        return known;
    }

    /** The same client with another token; null for none. */
    RisApi withToken(@Nullable String other) {
        return new RisApi(http, base, other);
    }

    /** The same client at another node. */
    RisApi at(URI node) {
        return new RisApi(http, node, token);
    }

    /** The answer to {@code POST /auth/login}, whatever it is. */
    Reply login(String username, String password) {
        return withToken(null).post("/auth/login", Map.of("username", username, "password", password));
    }

    /** The answer to {@code POST /auth/login} with a tenant, whatever it is. */
    Reply login(String username, String password, String tenant) {
        return withToken(null)
                .post("/auth/login", Map.of("username", username, "password", password, "tenant_code", tenant));
    }

    /** The same client, logged in as the administrator. */
    RisApi loggedIn(String password) {
        return withToken(
                login("admin", password).expect(200).data().path("access_token").asText());
    }

    Reply get(String path) {
        return send(request(path).GET());
    }

    Reply post(String path, Object body) {
        return sendJson("POST", path, body);
    }

    Reply put(String path, Object body) {
        return sendJson("PUT", path, body);
    }

    Reply delete(String path) {
        return send(request(path).DELETE());
    }

    /** Sends a body of JSON. */
    Reply sendJson(String method, String path, Object body) {
        return send(request(path).header("Content-Type", "application/json").method(method, json(body)));
    }

    /** A body of JSON: a text as it stands, anything else written as JSON. */
    static BodyPublisher json(Object body) {
        return BodyPublishers.ofString(body instanceof String text ? text : written(body));
    }

    private static String written(Object body) {
        try {
            return Json.lenient().writeValueAsString(body);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A request with this client's token, to be completed by the test. */
    HttpRequest.Builder request(String path) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(base + path)).timeout(REQUEST_LIMIT);
        return token == null ? request : request.header("Authorization", "Bearer " + token);
    }

    /**
     * Sends a request and checks the answer if it is a refusal.
     *
     * @throws UncheckedIOException if the hub gives no answer
     */
    Reply send(HttpRequest.Builder builder) {
        HttpRequest request = builder.build();
        Reply reply = exchange(request);
        return reply.status() >= 400 && !tellsHealth(request.uri()) ? reply.checkedProblem() : reply;
    }

    /** Sends a request and takes any answer as it is. */
    Reply exchange(HttpRequest request) {
        try {
            HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
            Reply reply = new Reply(response.statusCode(), response.headers(), response.body());
            ApiContract known = contract;
            if (known != null) {
                known.check(request.method(), request.uri().getRawPath(), reply);
            }
            return reply;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for " + request.uri(), e);
        }
    }

    /** An answer that goes on, to be read and closed by the test. */
    HttpResponse<InputStream> open(HttpRequest request) {
        try {
            return http.send(request, BodyHandlers.ofInputStream());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for " + request.uri(), e);
        }
    }

    /** The bytes of a successful answer that is no text. */
    byte[] download(String path) {
        try {
            HttpResponse<byte[]> response = http.send(request(path).GET().build(), BodyHandlers.ofByteArray());
            assertThat(response.statusCode()).isEqualTo(200);
            return response.body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for " + path, e);
        }
    }

    /** A hub that is not well says so in the shape of MicroProfile Health. */
    private static boolean tellsHealth(URI uri) {
        return uri.getPath().startsWith("/health") || uri.getPath().equals("/ready");
    }

    /** Submits a task and returns the answer, whatever it is. */
    Reply execute(Submission submission) {
        return post("/platform/v1/task/execute", submission.body());
    }

    /** Submits a task without waiting for it and returns its id. */
    String submit(Submission submission) {
        return execute(submission.async()).expect(202).data().path("task_id").asText();
    }

    /** Runs a task to its end and returns it as it is then. */
    JsonNode run(Submission submission) {
        return awaitFinal(submit(submission));
    }

    JsonNode task(String id) {
        return get("/platform/v1/task/" + id).expect(200).data();
    }

    JsonNode events(String id) {
        return get("/platform/v1/task/" + id + "/events").expect(200).data();
    }

    JsonNode awaitFinal(String id) {
        return awaitFinal(id, TASK_LIMIT);
    }

    /** Waits until a task has ended and returns it. */
    JsonNode awaitFinal(String id, Duration limit) {
        return await("end of task " + id)
                .atMost(limit)
                .pollInterval(Duration.ofMillis(50))
                .until(
                        () -> task(id),
                        task -> FINAL.contains(task.path("status").asText()));
    }

    JsonNode awaitStatus(String id, String status) {
        return await("task " + id + " " + status)
                .atMost(TASK_LIMIT)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> task(id), task -> status.equals(task.path("status").asText()));
    }

    /** One page of the task list with a query such as {@code status=running}. */
    Reply tasks(String query) {
        return get("/platform/v1/tasks?" + query).expect(200);
    }

    /** An agent by its number or unique id. */
    JsonNode agent(String id) {
        return get("/platform/v1/ris/" + id).expect(200).data();
    }

    /** The agent of a name. */
    JsonNode agentNamed(String name) {
        for (JsonNode agent : get("/platform/v1/ris?per_page=200").expect(200).data()) {
            if (name.equals(agent.path("name").asText())) {
                return agent;
            }
        }
        throw new AssertionError("no agent " + name);
    }

    /** Creates an agent and returns it with its enrolment. */
    JsonNode createAgent(String name) {
        return post("/platform/v1/ris", Map.of("name", name)).expect(201).data();
    }

    /** A key with which a probe may report for whatever agent of the tenant. */
    String probeKey() {
        return post("/platform/v1/api-keys", Map.of("name", "probe", "role", "probe", "agent_pattern", "*"))
                .expect(201)
                .data()
                .path("key")
                .asText();
    }

    boolean isConnected(String agent) {
        return "connected".equals(agent(agent).path("connection_status").asText());
    }

    void awaitConnected(String agent) {
        await("agent " + agent + " connected")
                .atMost(TASK_LIMIT)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> isConnected(agent));
    }

    void awaitDisconnected(String agent) {
        await("agent " + agent + " disconnected")
                .atMost(TASK_LIMIT)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> !isConnected(agent));
    }

    /** How many tasks and agents the hub knows: what a refused request must leave alone. */
    Totals totals() {
        Reply agents = get("/platform/v1/ris?per_page=1").expect(200);
        assertThat(agents.json().has("total")).isTrue();
        return new Totals(
                tasks("per_page=1").json().path("total").asLong(),
                agents.json().path("total").asLong());
    }

    /** Numbers of stored things. */
    record Totals(long tasks, long agents) {}
}
