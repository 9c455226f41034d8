package io.ris.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the hub tells operators and tools about itself: health, metrics, its page. */
@ExtendWith(SharedHub.class)
class HealthIT {

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
