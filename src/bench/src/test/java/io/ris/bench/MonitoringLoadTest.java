package io.ris.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import io.ris.bench.DocumentReader.Manner;
import io.ris.bench.probes.MachineShape;
import io.ris.protocol.Json;
import io.ris.protocol.report.Report;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What probes and readers of a benchmark send, and what they take for an answer. */
class MonitoringLoadTest {

    private static final int AGENTS = 5;
    private static final int VARIANTS = 2;

    private volatile int reportStatus = 202;
    private volatile String tag = "\"1\"";

    private void answer(HttpExchange exchange) throws IOException {
        switch (exchange.getRequestURI().getPath()) {
            case "/api/v1/agents/register" -> PlainServer.send(exchange, 201, new byte[0], false);
            case "/api/v1/reports" -> {
                assertThat(exchange.getRequestHeaders().getFirst("Authorization"))
                        .isEqualTo("Bearer probe");
                assertThat(exchange.getRequestHeaders().getFirst("X-Agent-ID")).startsWith("probe-");
                PlainServer.send(exchange, reportStatus, new byte[3], false);
            }
            case "/same" ->
                sendTagged(exchange, Objects.equals(exchange.getRequestHeaders().getFirst("If-None-Match"), tag));
            case "/zipped" -> sendZipped(exchange);
            case "/empty" -> PlainServer.send(exchange, 200, new byte[0], false);
            default -> PlainServer.send(exchange, 404, new byte[1], false);
        }
    }

    private void sendTagged(HttpExchange exchange, boolean isKnown) throws IOException {
        exchange.getResponseHeaders().add("ETag", tag);
        PlainServer.send(exchange, isKnown ? 304 : 200, new byte[isKnown ? 0 : 100], false);
    }

    private static void sendZipped(HttpExchange exchange) throws IOException {
        if ("gzip".equals(exchange.getRequestHeaders().getFirst("Accept-Encoding"))) {
            exchange.getResponseHeaders().add("Content-Encoding", "gzip");
        }
        PlainServer.send(exchange, 200, new byte[10], true);
    }

    private static ReportFleet fleet(PlainServer server) throws Exception {
        return new ReportFleet(server.site(), "probe", MachineShape.COMMON, AGENTS, VARIANTS, Clock.systemUTC());
    }

    @Test
    void everyAgentIsRegisteredAndReportsItsOwn() throws Exception {
        try (PlainServer server = new PlainServer(this::answer)) {
            ReportFleet fleet = fleet(server);
            fleet.reportOnce();

            assertThat(server.bodies().stream().limit(AGENTS).map(MonitoringLoadTest::agent))
                    .containsExactly("probe-0000", "probe-0001", "probe-0002", "probe-0003", "probe-0004");
            assertThat(server.bodies().stream().skip(AGENTS).map(MonitoringLoadTest::agent))
                    .containsExactly("probe-0000", "probe-0001", "probe-0002", "probe-0003", "probe-0004");
            assertThat(fleet.nodes()).isEqualTo(AGENTS * 86);
        }
    }

    @Test
    void noTwoReportsAreTheSame() throws Exception {
        try (PlainServer server = new PlainServer(this::answer);
                TimedLoad load = fleet(server).load(3, new Pace(100))) {
            LoadFigures figures = load.run(Duration.ofMillis(300));

            Set<String> reports = new HashSet<>(
                    server.bodies().subList(AGENTS, server.bodies().size()));
            assertThat(figures.answers()).isEqualTo(30);
            assertThat(reports).hasSize(30);
            assertThat(Stream.of(reports.toArray(String[]::new)).map(MonitoringLoadTest::report))
                    .extracting(Report::agentId)
                    .contains("probe-0000", "probe-0004");
        }
    }

    @Test
    void aReportThatIsNotAcceptedIsAFailure() throws Exception {
        try (PlainServer server = new PlainServer(this::answer);
                TimedLoad load = fleet(server).load(1, Pace.UNLIMITED)) {
            reportStatus = 200;
            assertThatIOException()
                    .isThrownBy(() -> load.run(Duration.ofHours(1)))
                    .withMessageContaining("a report was answered 200");
        }
    }

    @Test
    void whoHasADocumentAsksWhetherItIsTheSame() throws Exception {
        try (PlainServer server = new PlainServer(this::answer);
                DocumentReader reader = new DocumentReader(server.site(), "/same", Manner.CONDITIONAL)) {
            List<Integer> statuses = new java.util.ArrayList<>();
            statuses.add(reader.ask().status());
            statuses.add(reader.ask().status());
            tag = "\"2\"";
            statuses.add(reader.ask().status());
            statuses.add(reader.ask().status());

            assertThat(statuses).containsExactly(200, 304, 200, 304);
        }
    }

    @ParameterizedTest
    @CsvSource({"/nothing, PLAIN", "/empty, PLAIN", "/same, GZIP", "/zipped, CONDITIONAL"})
    void anythingElseIsAFailure(String path, Manner manner) throws Exception {
        try (PlainServer server = new PlainServer(this::answer);
                DocumentReader reader = new DocumentReader(server.site(), path, manner)) {
            assertThatIOException().isThrownBy(reader::ask).withMessageContaining(path);
        }
    }

    @Test
    void aCompressedDocumentIsWhatWasAskedFor() throws Exception {
        try (PlainServer server = new PlainServer(this::answer);
                DocumentReader reader = new DocumentReader(server.site(), "/zipped", Manner.GZIP)) {
            assertThat(reader.ask().isGzip()).isTrue();
        }
    }

    private static String agent(String body) {
        try {
            JsonNode document = Json.lenient().readTree(body);
            return document.path("agent_id").asText();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static Report report(String body) {
        try {
            return Json.strict().readValue(body, Report.class);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
