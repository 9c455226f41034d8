package io.ris.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the hub tells operators and tools about itself: health, metrics, its API, its page. */
@ExtendWith(SharedHub.class)
class HealthIT {

    private static final Set<String> METHODS = Set.of("get", "post", "put", "delete", "patch");

    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final Hub hub;

    HealthIT(Hub hub) {
        this.hub = hub;
    }

    @ParameterizedTest
    @ValueSource(strings = {"/health", "/health/live", "/health/ready", "/health/started"})
    void isHealthyWithoutAToken(String path) {
        Reply reply = hub.api().get(path).expect(200);

        assertThat(reply.json().path("status").asText()).isEqualTo("UP");
    }

    @Test
    void saysInShortThatItIsReady() {
        assertThat(hub.api().get("/ready").expect(200).json().path("status").asText())
                .isEqualTo("ready");
    }

    @Test
    void namesItsChecks() {
        List<String> names = new ArrayList<>();
        hub.api()
                .get("/health")
                .json()
                .path("checks")
                .forEach(check -> names.add(check.path("name").asText()));

        assertThat(names).contains("database", "queue");
    }

    @Test
    void showsMetricsOnTheMainPortWithATokenOnly() {
        assertThat(hub.api().get("/metrics").status()).isIn(401, 403);

        Reply metrics = hub.admin().get("/metrics").expect(200);

        assertThat(metrics.text()).containsPattern("(?m)^ris_\\w+");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/openapi/../metrics",
                "/openapi/%2e%2e/metrics",
                "/openapi/..%2fmetrics",
                "/health/../metrics",
                "//metrics",
                "/metrics/"
            })
    void showsNoMetricsByADetour(String path) {
        assertThat(hub.api().get(path).text()).doesNotContainPattern("(?m)^(ris|jvm|base|vendor)_\\w+");
    }

    @Test
    void showsMetricsOnTheirOwnPortToScrapers() throws IOException, InterruptedException {
        HttpResponse<String> metrics;
        try (HttpClient scraper = HttpClient.newHttpClient()) {
            metrics = scraper.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + hub.metricsPort() + "/metrics"))
                            .build(),
                    BodyHandlers.ofString());
        }

        assertThat(metrics.statusCode()).isEqualTo(200);
        assertThat(metrics.body()).containsPattern("(?m)^ris_\\w+");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/platform/v1/tasks", "/platform/v1/ris", "/auth/me"})
    void servesNothingElseOnTheMetricsPort(String path) throws IOException, InterruptedException {
        try (HttpClient scraper = HttpClient.newHttpClient()) {
            HttpResponse<String> answer = scraper.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + hub.metricsPort() + path))
                            .build(),
                    BodyHandlers.ofString());

            assertThat(answer.statusCode()).isIn(401, 403, 404);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"hub.example", "hub.example:443", "hub.example:80"})
    void answersBehindAProxyThatPassesItsOwnNameOn(String name) {
        try (Program curl = Program.start(
                Map.of(),
                List.of(
                        "curl",
                        "-sS",
                        "--cacert",
                        hub.dataDir().resolve("tls/ca.pem").toString(),
                        "-H",
                        "Host: " + name,
                        hub.base() + "/auth/me"))) {
            assertThat(curl.awaitExit(LIMIT)).isZero();
            assertThat(curl.stdout()).contains("\"status\":401");
        }
    }

    @Test
    void describesItselfInOpenApi31() {
        JsonNode document = openApi();

        assertThat(document.path("openapi").asText()).startsWith("3.1");
        document.path("paths").properties().forEach(path -> path.getValue().properties().stream()
                .filter(operation -> METHODS.contains(operation.getKey()))
                .forEach(operation -> assertDocumented(path.getKey(), operation.getKey(), operation.getValue())));
    }

    private static void assertDocumented(String path, String method, JsonNode operation) {
        String name = method.toUpperCase(Locale.ROOT) + " " + path;
        assertThat(operation.path("summary").asText()).as("summary of %s", name).isNotBlank();
        assertThat(operation.path("responses").properties())
                .as("responses of %s", name)
                .anyMatch(response ->
                        response.getKey().startsWith("2") || response.getKey().startsWith("1"))
                .hasSizeGreaterThanOrEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "post /auth/login",
                "post /auth/refresh",
                "post /auth/logout",
                "get /auth/me",
                "get /platform/v1/ris",
                "post /platform/v1/ris",
                "put /platform/v1/ris",
                "delete /platform/v1/ris",
                "get /platform/v1/ris/{id}",
                "put /platform/v1/ris/{id}",
                "delete /platform/v1/ris/{id}",
                "post /platform/v1/ris/{id}/enrolment",
                "post /platform/v1/enroll",
                "post /platform/v1/task/execute",
                "get /platform/v1/task/{id}",
                "get /platform/v1/task/{id}/events",
                "get /platform/v1/task/{id}/output",
                "post /platform/v1/task/{id}/cancel",
                "get /platform/v1/tasks"
            })
    void documentsARouteThatItServes(String route) {
        String method = route.substring(0, route.indexOf(' '));
        String path = withoutNames(route.substring(route.indexOf(' ') + 1));

        assertThat(openApi().path("paths").properties())
                .anyMatch(entry -> withoutNames(entry.getKey()).equals(path)
                        && entry.getValue().has(method));
    }

    private static String withoutNames(String path) {
        return path.replaceAll("\\{[^}]*}", "{}").replaceAll("/$", "");
    }

    private JsonNode openApi() {
        return hub.api()
                .send(hub.api().request("/openapi").header("Accept", "application/json"))
                .expect(200)
                .json();
    }

    @Test
    void servesItsPage() {
        Reply page = hub.api().get("/").expect(200);

        assertThat(page.header("content-type")).startsWith("text/html");
        assertThat(page.text()).contains("RIS", "/openapi/ui");
    }

    @Test
    void takesARequestIdOver() {
        Reply reply = hub.admin().send(hub.admin().request("/platform/v1/ris").header("X-Request-Id", "of-the-test-1"));

        assertThat(reply.header("x-request-id")).isEqualTo("of-the-test-1");
        assertThat(hub.admin().get("/platform/v1/ris").header("x-request-id")).isNotBlank();
    }
}
