package io.ris.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.ris.protocol.EnrolmentAnswer;
import io.ris.protocol.EnrolmentRequest;
import io.ris.protocol.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;

/** The hub's REST API as far as benchmarks need it, as the administrator. Connections are kept alive. Thread-safe. */
final class HubClient implements AutoCloseable {

    private static final Duration REQUEST_LIMIT = Duration.ofSeconds(60);

    /** An agent that may be enrolled. */
    record NewAgent(long number, String clientId, String token, String caFingerprint) {}

    private final URI hub;
    private final HttpClient http;
    private final String authorization;

    private HubClient(URI hub, HttpClient http, String authorization) {
        this.hub = hub;
        this.http = http;
        this.authorization = authorization;
    }

    /**
     * Logs in as {@code admin} of the tenant {@code default}.
     *
     * @throws HubRefusal if the hub does not accept the password
     */
    static HubClient login(URI hub, SSLContext tls, String password) throws IOException, InterruptedException {
        HttpClient http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .sslContext(tls)
                .connectTimeout(Duration.ofSeconds(10))
                .build();
        HubClient anonymous = new HubClient(hub, http, "");
        JsonNode session = anonymous.data(
                "POST",
                "/auth/login",
                json(Map.of("username", "admin", "password", password, "tenant_code", "default")));
        return new HubClient(
                hub, http, "Bearer " + session.required("access_token").textValue());
    }

    /** The value of the header by which this client is known. */
    String authorization() {
        return authorization;
    }

    /** Makes a user of the tenant {@code default} who has this password. */
    void createUser(String name, String password) throws IOException, InterruptedException {
        JsonNode user = data(
                "POST",
                "/platform/v1/users",
                json(Map.of("username", name, "email", name + "@example.org", "must_change_password", false)));
        JsonNode invitation =
                data("POST", "/platform/v1/users/" + user.required("id").textValue() + "/invitation", "{}");
        data(
                "POST",
                "/auth/invitation",
                json(Map.of("token", invitation.required("token").textValue(), "password", password)));
    }

    /**
     * Makes a tenant, and logs in as its administrator.
     *
     * @return who is to be closed with this client, whose connections it shares
     */
    HubClient createTenant(String code) throws IOException, InterruptedException {
        JsonNode tenant = data(
                "POST",
                "/platform/v1/tenants",
                json(Map.of("code", code, "name", code, "administrator", Map.of("username", "root"))));
        String password = tenant.required("administrator").required("password").textValue();
        JsonNode session = data(
                "POST", "/auth/login", json(Map.of("username", "root", "password", password, "tenant_code", code)));
        return new HubClient(
                hub, http, "Bearer " + session.required("access_token").textValue());
    }

    /** Registers an agent under a name that no other one has. */
    NewAgent createAgent(String name) throws IOException, InterruptedException {
        return createAgent(name, Map.of());
    }

    /** Registers an agent under a name that no other one has, with labels by which jobs find it. */
    NewAgent createAgent(String name, Map<String, String> labels) throws IOException, InterruptedException {
        JsonNode agent = data("POST", "/platform/v1/ris", json(Map.of("name", name, "labels", labels)));
        JsonNode enrolment = agent.required("enrolment");
        return new NewAgent(
                agent.required("id").longValue(),
                agent.required("unique_client_id").textValue(),
                enrolment.required("token").textValue(),
                enrolment.required("ca_fingerprint").textValue());
    }

    /** Exchanges a token and a certificate request for a certificate. */
    EnrolmentAnswer enrol(EnrolmentRequest request) throws IOException, InterruptedException {
        return Json.lenient().treeToValue(data("POST", EnrolmentRequest.PATH, json(request)), EnrolmentAnswer.class);
    }

    /** How many agents the hub takes for connected. */
    long connectedAgents() throws IOException, InterruptedException {
        String path = "/platform/v1/ris?connection_status=connected&per_page=1";
        return tree(path, send("GET", path, "")).required("total").longValue();
    }

    /** Whether the hub takes this agent for connected. */
    boolean isConnected(long number) throws IOException, InterruptedException {
        return data("GET", "/platform/v1/ris/" + number, "")
                .path("connection_status")
                .asText()
                .equals("connected");
    }

    void deleteAgent(long number) throws IOException, InterruptedException {
        var unused = send("DELETE", "/platform/v1/ris/" + number, "");
    }

    /** Deletes agents at the end of a benchmark; interrupted, it leaves the rest. */
    void deleteAgents(List<Long> numbers) throws IOException {
        try {
            for (long number : numbers) {
                deleteAgent(number);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Submits a task and waits for its end.
     *
     * @param body what {@code POST /platform/v1/task/execute} takes, with {@code async} false or absent
     * @return the task as it was when the hub answered
     */
    JsonNode execute(String body) throws IOException, InterruptedException {
        return data("POST", "/platform/v1/task/execute", body);
    }

    /** A task as it stands. */
    JsonNode task(String id) throws IOException, InterruptedException {
        return data("GET", "/platform/v1/task/" + id, "");
    }

    /** A job as it stands. */
    JsonNode job(String id) throws IOException, InterruptedException {
        return data("GET", "/platform/v1/jobs/" + id, "");
    }

    /** How many tasks are in a state. */
    long tasks(String status) throws IOException, InterruptedException {
        String path = "/platform/v1/tasks?per_page=1&status=" + status;
        return tree(path, send("GET", path, "")).required("total").longValue();
    }

    /** Makes a key for a probe that may report for every agent whose id begins so; returns the key itself. */
    String createProbeKey(String prefix) throws IOException, InterruptedException {
        Map<String, String> request = Map.of("name", prefix, "role", "probe", "agent_pattern", prefix + "*");
        return data("POST", "/platform/v1/api-keys", json(request))
                .required("key")
                .textValue();
    }

    /** A document of the monitoring API, which has no envelope. */
    JsonNode document(String path) throws IOException, InterruptedException {
        return Json.lenient().readTree(send("GET", path, ""));
    }

    static String json(Object value) throws JsonProcessingException {
        return Json.lenient().writeValueAsString(value);
    }

    @Override
    public void close() {
        http.shutdownNow();
    }

    private JsonNode data(String method, String path, String body) throws IOException, InterruptedException {
        return tree(path, send(method, path, body)).required("data");
    }

    private static JsonNode tree(String path, String body) throws IOException {
        JsonNode answer = Json.lenient().readTree(body);
        if (!answer.path("success").asBoolean()) {
            throw new IOException(path + " was answered without success: " + body);
        }
        return answer;
    }

    private String send(String method, String path, String body) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(hub.resolve(path))
                .timeout(REQUEST_LIMIT)
                .header("Content-Type", "application/json")
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (!authorization.isEmpty()) {
            request.header("Authorization", authorization);
        }
        HttpResponse<String> response = http.send(request.build(), BodyHandlers.ofString());
        if (response.statusCode() / 100 != 2) {
            throw new HubRefusal(method + " " + path, response.statusCode(), response.body());
        }
        return response.body();
    }
}
