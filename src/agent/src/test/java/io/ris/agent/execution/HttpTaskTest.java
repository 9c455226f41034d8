package io.ris.agent.execution;

import static io.ris.agent.testing.Offers.started;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.ris.protocol.AgentFrame;
import io.ris.protocol.HttpAuth;
import io.ris.protocol.HttpRequestSpec;
import io.ris.protocol.HttpResult;
import io.ris.protocol.HttpValidation;
import io.ris.protocol.OutputStreamName;
import io.ris.protocol.ResultStatus;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpTaskTest {

    @TempDir
    private Path directory;

    private Workbench bench;
    private HttpServer server;
    private HttpServer elsewhere;
    private final List<Seen> seen = Collections.synchronizedList(new ArrayList<>());

    private record Seen(String method, String path, Headers headers, String body) {}

    @BeforeEach
    void open() throws IOException {
        bench = new Workbench(directory);
        server = serve();
        elsewhere = serve();
    }

    @AfterEach
    void close() {
        bench.close();
        server.stop(0);
        elsewhere.stop(0);
    }

    private HttpServer serve() throws IOException {
        HttpServer created = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        created.createContext("/", this::answer);
        created.start();
        return created;
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        seen.add(new Seen(exchange.getRequestMethod(), path, exchange.getRequestHeaders(), body));
        if (path.startsWith("/status/")) {
            reply(exchange, Integer.parseInt(path.substring(8)), "status".getBytes(StandardCharsets.UTF_8));
        } else if (path.startsWith("/redirect/")) {
            exchange.getResponseHeaders().add("Location", "/redirect/" + (Integer.parseInt(path.substring(10)) - 1));
            reply(exchange, path.equals("/redirect/0") ? 200 : 302, "arrived".getBytes(StandardCharsets.UTF_8));
        } else if (path.startsWith("/away/")) {
            exchange.getResponseHeaders().add("Location", url(elsewhere, "/target"));
            reply(exchange, Integer.parseInt(path.substring(6)), new byte[0]);
        } else if (path.startsWith("/bytes/")) {
            reply(exchange, 200, new byte[Integer.parseInt(path.substring(7))]);
        } else if (path.equals("/binary")) {
            reply(exchange, 200, new byte[] {(byte) 0xff, 0, 1});
        } else {
            exchange.getResponseHeaders().add("X-Twice", "one");
            exchange.getResponseHeaders().add("X-Twice", "two");
            reply(exchange, 200, "hello wörld".getBytes(StandardCharsets.UTF_8));
        }
    }

    private static void reply(HttpExchange exchange, int status, byte[] body) throws IOException {
        boolean bodiless = exchange.getRequestMethod().equals("HEAD") || status == 204 || status == 304;
        exchange.sendResponseHeaders(status, bodiless || body.length == 0 ? -1 : body.length);
        if (!bodiless) {
            exchange.getResponseBody().write(body);
        }
        exchange.close();
    }

    private static String url(HttpServer at, String path) {
        return "http://127.0.0.1:" + at.getAddress().getPort() + path;
    }

    private HttpRequestSpec get(String path) {
        return request("GET", path, null, null, null);
    }

    private HttpRequestSpec request(String method, String path, String body, HttpAuth auth, HttpValidation validation) {
        return new HttpRequestSpec(
                method,
                path.startsWith("http") ? path : url(server, path),
                Map.of("X-Mine", "v 1"),
                body,
                null,
                null,
                auth,
                validation,
                null);
    }

    private AgentFrame.Result run(HttpRequestSpec spec) {
        return bench.run(started("t", spec));
    }

    private static HttpResult answer(AgentFrame.Result result) {
        return (HttpResult) result.result();
    }

    @Test
    void bringsBackStatusHeadersAndBody() {
        AgentFrame.Result result = run(get("/"));

        assertThat(result.status()).isEqualTo(ResultStatus.COMPLETED);
        assertThat(answer(result).statusCode()).isEqualTo(200);
        assertThat(answer(result).headers()).containsEntry("x-twice", "one, two");
        assertThat(answer(result).body()).isEqualTo("hello wörld");
        assertThat(seen.getFirst().headers().getFirst("X-Mine")).isEqualTo("v 1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"})
    void speaksEveryMethod(String method) {
        String body = method.startsWith("P") ? "{\"a\":1}" : null;

        AgentFrame.Result result = run(request(method, "/", body, null, null));

        assertThat(result.status()).isEqualTo(ResultStatus.COMPLETED);
        assertThat(seen.getFirst().method()).isEqualTo(method);
        assertThat(seen.getFirst().body()).isEqualTo(body == null ? "" : body);
    }

    @ParameterizedTest
    @ValueSource(ints = {204, 400, 401, 404, 500, 503})
    void aStatusAloneFailsNoTask(int status) {
        AgentFrame.Result result = run(get("/status/" + status));

        assertThat(result.status()).isEqualTo(ResultStatus.COMPLETED);
        assertThat(answer(result).statusCode()).isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource({
        "basic,Authorization,Basic dXNlcjpwYXNz",
        "bearer,Authorization,Bearer tok",
        "api_key,X-API-Key,key",
        "custom_header,X-Custom,key"
    })
    void authenticatesAsAsked(String type, String header, String value) {
        HttpAuth auth = new HttpAuth(type, "user", "pass", "tok", "key", type.equals("custom_header") ? header : null);

        run(request("GET", "/", null, auth, null));

        assertThat(seen.getFirst().headers().getFirst(header)).isEqualTo(value);
    }

    @Test
    void validationComparesStatusHeadersAndBody() {
        HttpValidation good = new HttpValidation(List.of(200), Map.of("X-Twice", "two"), "wörld", "^hello\\s");
        List<HttpValidation> bad = List.of(
                new HttpValidation(List.of(201), Map.of(), null, null),
                new HttpValidation(List.of(), Map.of("X-Twice", "three"), null, null),
                new HttpValidation(List.of(), Map.of(), "absent", null),
                new HttpValidation(List.of(), Map.of(), null, "^wörld"));

        assertThat(run(request("GET", "/", null, null, good)).status()).isEqualTo(ResultStatus.COMPLETED);
        for (int number = 0; number < bad.size(); number++) {
            AgentFrame.Result result =
                    bench.run(started("bad-" + number, request("GET", "/", null, null, bad.get(number))));
            assertThat(result.error()).isEqualTo("validation_failed");
            assertThat(answer(result).body()).isEqualTo("hello wörld");
        }
    }

    @Test
    void validatesTheBodyAsItCameThoughItShowsMasked() {
        HttpValidation wanted = new HttpValidation(List.of(), Map.of(), "hello", "^hello\\s");
        HttpRequestSpec spec = new HttpRequestSpec(
                "GET", url(server, "/"), Map.of("Cookie", "greeting=hello"), null, null, null, null, wanted, null);

        AgentFrame.Result result = run(spec);

        assertThat(result.status()).isEqualTo(ResultStatus.COMPLETED);
        assertThat(answer(result).body()).isEqualTo("***** wörld");
    }

    @Test
    void followsTenRedirectsAndNotEleven() {
        assertThat(answer(bench.run(started("ten", get("/redirect/10")))).body())
                .isEqualTo("arrived");

        AgentFrame.Result result = bench.run(started("eleven", get("/redirect/11")));
        assertThat(result.status()).isEqualTo(ResultStatus.FAILED);
        assertThat(result.error()).isEqualTo("too_many_redirects");
        assertThat(answer(result).statusCode()).isEqualTo(302);
    }

    @Test
    void followsNoRedirectWhereToldSo() {
        HttpRequestSpec spec =
                new HttpRequestSpec("GET", url(server, "/redirect/1"), Map.of(), null, null, null, null, null, false);

        assertThat(answer(run(spec)).statusCode()).isEqualTo(302);
    }

    @Test
    void credentialsStayWithTheOriginTheyAreFor() {
        HttpRequestSpec spec = new HttpRequestSpec(
                "GET",
                url(server, "/away/302"),
                Map.of("Cookie", "session=1", "X-Harmless", "yes"),
                null,
                null,
                null,
                new HttpAuth("custom_header", null, null, null, "secret", "X-Token"),
                null,
                null);

        run(spec);

        assertThat(seen).hasSize(2);
        assertThat(seen.get(0).headers().getFirst("X-Token")).isEqualTo("secret");
        Headers foreign = seen.get(1).headers();
        assertThat(foreign.getFirst("X-Harmless")).isEqualTo("yes");
        assertThat(foreign.getFirst("X-Token")).isNull();
        assertThat(foreign.getFirst("Cookie")).isNull();
        assertThat(foreign.getFirst("Host"))
                .contains(":" + elsewhere.getAddress().getPort());
    }

    @ParameterizedTest
    @CsvSource({"301,GET,''", "302,GET,''", "303,GET,''", "307,POST,data", "308,POST,data"})
    void redirectsKeepOrDropMethodAndBody(int status, String method, String body) {
        run(request("POST", "/away/" + status, "data", null, null));

        assertThat(seen.get(1).method()).isEqualTo(method);
        assertThat(seen.get(1).body()).isEqualTo(body);
    }

    @Test
    void binaryBodiesTravelInBase64() {
        HttpResult result = answer(run(get("/binary")));

        assertThat(result.bodyEncoding()).isEqualTo("base64");
        assertThat(result.body()).isEqualTo("/wAB");
    }

    @Test
    void longBodiesAreStreamedBeforeTheResult() {
        AgentFrame.Result result = run(get("/bytes/200000"));

        assertThat(answer(result).body()).isNull();
        assertThat(answer(result).droppedBytes()).isNull();
        assertThat(bench.streamed(OutputStreamName.BODY)).hasSize(200_000);
        assertThat(bench.heard()).last().isEqualTo(result);
    }

    @Test
    void bodiesAreCutAtTheirCapAndTheRestIsCounted() {
        HttpResult result = answer(run(get("/bytes/5000000")));

        assertThat(result.droppedBytes()).isEqualTo(5_000_000 - OutputStreamName.DEFAULT_LIMIT);
        assertThat(bench.streamed(OutputStreamName.BODY)).hasSize((int) OutputStreamName.DEFAULT_LIMIT);
    }

    @Test
    void aFailureAfterARedirectMayHaveHadEffects() {
        elsewhere.stop(0);

        AgentFrame.Result result = run(get("/away/302"));

        assertThat(result.error()).isEqualTo("connection_refused");
        assertThat(result.isWithoutEffect()).isFalse();
    }
}
