package io.ris.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.net.http.HttpRequest.BodyPublishers;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that must be refused: the right status, a proper problem document, and nothing changed. */
@ExtendWith(SharedHub.class)
class BadRequestsIT {

    private static final String EXECUTE = "/platform/v1/task/execute";
    private static final String AGENTS = "/platform/v1/ris";
    private static final String LOGIN = "/auth/login";
    private static final int TEN_MEGABYTES = 10 * 1024 * 1024;

    private final RisApi api;
    private RisApi.Totals before;

    BadRequestsIT(Hub hub) {
        this.api = hub.admin();
    }

    @BeforeEach
    void count() {
        before = api.totals();
    }

    @AfterEach
    void nothingChanged() {
        assertThat(api.totals()).isEqualTo(before);
    }

    static Stream<Arguments> malformedBodies() {
        return Stream.of(
                arguments("", "empty"),
                arguments("{", "cut off"),
                arguments("null", "null"),
                arguments("[]", "a list"),
                arguments("\"text\"", "a text"),
                arguments("{\"client_id\":\"local\",}", "a trailing comma"),
                arguments("{'client_id':'local'}", "single quotes"),
                arguments("{\"client_id\":\"local\"} {}", "two documents"),
                arguments("<task/>", "XML"),
                arguments(
                        "{\"client_id\":\"local\",\"metadata\":" + "[".repeat(100) + "]".repeat(100) + "}",
                        "too deep"));
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("malformedBodies")
    void refusesABodyThatIsNotTheRightJson(String body, String what) {
        assertThat(what).isNotEmpty();
        api.sendJson("POST", EXECUTE, body).expectProblem(400, "malformed_request");
        api.sendJson("POST", AGENTS, body).expectProblem(400, "malformed_request");
        api.withToken(null).sendJson("POST", LOGIN, body).expectProblem(400, "malformed_request");
    }

    static Stream<Arguments> fieldsOfTheWrongShape() {
        return Stream.of(
                arguments(
                        EXECUTE, "{\"client_id\":5,\"task\":{\"type\":\"command\",\"command\":\"true\"}}", "client_id"),
                arguments(EXECUTE, "{\"client_id\":\"local\",\"task\":\"true\"}", "task"),
                arguments(EXECUTE, "{\"client_id\":\"local\",\"task\":[]}", "task"),
                arguments(EXECUTE, task("\"command\":true"), "task.command"),
                arguments(EXECUTE, task("\"command\":\"true\",\"args\":\"-c\""), "task.args"),
                arguments(EXECUTE, task("\"command\":\"true\",\"args\":[1]"), "task.args"),
                arguments(EXECUTE, task("\"command\":\"true\",\"environment\":[]"), "task.environment"),
                arguments(EXECUTE, task("\"command\":\"true\",\"timeout\":\"soon\""), "task.timeout"),
                arguments(EXECUTE, task("\"command\":\"true\",\"colour\":\"blue\""), "task.colour"),
                arguments(EXECUTE, outer("\"async\":\"yes\""), "async"),
                arguments(EXECUTE, outer("\"asink\":true"), "asink"),
                arguments(EXECUTE, outer("\"max_retries\":1.5"), "max_retries"),
                arguments(EXECUTE, outer("\"not_before\":\"tomorrow\""), "not_before"),
                arguments(EXECUTE, outer("\"not_before\":\"+999999999-01-01T00:00:00Z\""), "not_before"),
                arguments(EXECUTE, outer("\"expires_at\":\"-0001-01-01T00:00:00Z\""), "expires_at"),
                arguments(EXECUTE, outer("\"metadata\":7"), "metadata"),
                arguments(AGENTS, "{\"name\":{\"first\":\"a\"}}", "name"),
                arguments(AGENTS, "{\"name\":\"a\",\"nmae\":\"b\"}", "nmae"),
                arguments(AGENTS, "{\"name\":\"a\",\"labels\":[\"x\"]}", "labels"),
                arguments(LOGIN, "{\"username\":\"admin\",\"password\":7}", "password"),
                arguments(LOGIN, "{\"username\":\"admin\",\"password\":\"x\",\"remember\":true}", "remember"));
    }

    @ParameterizedTest(name = "{0} {2}")
    @MethodSource("fieldsOfTheWrongShape")
    void namesTheFieldOfTheWrongShape(String path, String body, String field) {
        Reply reply = api.sendJson("POST", path, body);

        reply.expectProblem(400, "malformed_request");
        assertThat(reply.faultyFields()).anyMatch(name -> name.equals(field) || name.startsWith(field + "["));
    }

    static Stream<Arguments> valuesThatBreakARule() {
        return Stream.of(
                arguments(EXECUTE, "{\"task\":{\"type\":\"command\",\"command\":\"true\"}}", "client_id"),
                arguments(EXECUTE, "{\"client_id\":\"local\"}", "task"),
                arguments(EXECUTE, "{\"client_id\":\"local\",\"task\":{\"command\":\"true\"}}", "task.type"),
                arguments(EXECUTE, "{\"client_id\":\"local\",\"task\":{\"type\":\"bake\"}}", "task.type"),
                arguments(EXECUTE, task("\"args\":[]"), "task.command"),
                arguments(EXECUTE, task("\"command\":\"\""), "task.command"),
                arguments(EXECUTE, task("\"command\":\"tr\\u0000ue\""), "task.command"),
                arguments(EXECUTE, task("\"command\":\"true\",\"working_dir\":\"../..\""), "task.working_dir"),
                arguments(EXECUTE, task("\"command\":\"true\",\"environment\":{\"A=B\":\"c\"}"), "task.environment"),
                arguments(EXECUTE, task("\"command\":\"true\",\"timeout\":-1"), "task.timeout"),
                arguments(EXECUTE, http("\"url\":\"file:///etc/passwd\""), "task.url"),
                arguments(EXECUTE, http("\"url\":\"http://user:secret@localhost/\""), "task.url"),
                arguments(EXECUTE, http("\"url\":\"http://localhost/\",\"method\":\"CONNECT\""), "task.method"),
                arguments(
                        EXECUTE,
                        http("\"url\":\"http://localhost/\",\"headers\":{\"X-A\":\"b\\r\\nX-C: d\"}"),
                        "task.headers"),
                arguments(
                        EXECUTE,
                        http("\"url\":\"http://localhost/\",\"headers\":{\"Connection\":\"close\"}"),
                        "task.headers"),
                arguments(
                        EXECUTE, http("\"url\":\"http://localhost/\",\"auth\":{\"type\":\"magic\"}"), "task.auth.type"),
                arguments(
                        EXECUTE, http("\"url\":\"http://localhost/\",\"cookies\":{\"a\":\"b; c=d\"}"), "task.cookies"),
                arguments(EXECUTE, http("\"url\":\"http://localhost/\",\"max_redirects\":99"), "task.max_redirects"),
                arguments(EXECUTE, http("\"url\":\"http://localhost/\",\"tls\":{\"ca\":\"no\"}"), "task.tls.ca"),
                arguments(EXECUTE, file("\"action\":\"push\",\"path\":\"relative\",\"content\":\"\""), "task.path"),
                arguments(EXECUTE, file("\"action\":\"pull\",\"path\":\"/tmp/../etc/x\""), "task.path"),
                arguments(EXECUTE, file("\"action\":\"push\",\"path\":\"/tmp/x\""), "task.content"),
                arguments(EXECUTE, file("\"action\":\"pull\",\"path\":\"/tmp/x\",\"max_size\":-1"), "task.max_size"),
                arguments(EXECUTE, outer("\"priority\":0"), "priority"),
                arguments(EXECUTE, outer("\"priority\":6"), "priority"),
                arguments(EXECUTE, outer("\"priority\":\"urgent\""), "priority"),
                arguments(EXECUTE, outer("\"timeout\":-5"), "timeout"),
                arguments(EXECUTE, outer("\"timeout\":0"), "timeout"),
                arguments(EXECUTE, outer("\"max_retries\":-1"), "max_retries"),
                arguments(EXECUTE, outer("\"expires_at\":\"2001-01-01T00:00:00Z\""), "expires_at"),
                arguments(AGENTS, "{}", "name"),
                arguments(AGENTS, "{\"name\":\"\"}", "name"),
                arguments(AGENTS, "{\"name\":\"../../etc\"}", "name"),
                arguments(AGENTS, "{\"name\":\"" + "x".repeat(5000) + "\"}", "name"),
                arguments(
                        "/platform/v1/tenants",
                        "{\"code\":\"x\",\"name\":\"X\",\"administrator\":{\"username\":\"a\\r\\nb\"}}",
                        "administrator.username"),
                arguments(LOGIN, "{\"username\":\"admin\"}", "password"));
    }

    @ParameterizedTest(name = "{0} {2}")
    @MethodSource("valuesThatBreakARule")
    void namesTheFieldThatBreaksARule(String path, String body, String field) {
        Reply reply = api.sendJson("POST", path, body);

        assertThat(reply.status()).as("status of %s", reply.text()).isIn(400, 422);
        assertThat(reply.faultyFields()).contains(field);
    }

    private static String task(String fields) {
        return "{\"client_id\":\"local\",\"async\":true,\"task\":{\"type\":\"command\"," + fields + "}}";
    }

    private static String http(String fields) {
        return "{\"client_id\":\"local\",\"async\":true,\"task\":{\"type\":\"http_request\"," + fields + "}}";
    }

    private static String file(String fields) {
        return "{\"client_id\":\"local\",\"async\":true,\"task\":{\"type\":\"file\"," + fields + "}}";
    }

    private static String outer(String fields) {
        return "{\"client_id\":\"local\",\"task\":{\"type\":\"command\",\"command\":\"true\"}," + fields + "}";
    }

    @Test
    void refusesDuplicateKeys() {
        api.sendJson(
                        "POST",
                        EXECUTE,
                        "{\"client_id\":\"local\",\"client_id\":\"other\",\"task\":{\"type\":\"command\",\"command\":\"true\"}}")
                .expectProblem(400, "malformed_request");
    }

    @Test
    void refusesABodyOfTenMegabytes() {
        String body = task("\"command\":\"true\",\"stdin\":\"" + "x".repeat(TEN_MEGABYTES) + "\"");

        api.sendJson("POST", EXECUTE, body).expectProblem(413, "body_too_large");
        api.withToken(null).sendJson("POST", LOGIN, body).expectProblem(413, "body_too_large");
    }

    @Test
    void refusesABodyOfTenMegabytesOfUntoldLength() {
        byte[] chunk = new byte[64 * 1024];
        Arrays.fill(chunk, (byte) ' ');
        List<byte[]> chunks = Collections.nCopies(TEN_MEGABYTES / chunk.length, chunk);

        api.send(api.request(EXECUTE)
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofByteArrays(chunks)))
                .expectProblem(413, "body_too_large");
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "application/x-www-form-urlencoded", "application/xml"})
    void refusesABodyOfAnotherType(String type) {
        api.send(api.request(EXECUTE)
                        .header("Content-Type", type)
                        .POST(BodyPublishers.ofString(task("\"command\":\"true\""))))
                .expectProblem(415, "unsupported_media_type");
    }

    @Test
    void refusesToAnswerInAnotherType() {
        api.send(api.request("/platform/v1/tasks").header("Accept", "text/csv")).expectProblem(406, "not_acceptable");
    }

    @ParameterizedTest
    @CsvSource({
        "PATCH, /auth/login",
        "GET, /auth/login",
        "DELETE, /platform/v1/tasks",
        "PUT, /platform/v1/task/execute",
        "GET, /platform/v1/enroll"
    })
    void refusesAMethodThatAPathDoesNotHave(String method, String path) {
        Reply reply = api.send(api.request(path).method(method, BodyPublishers.noBody()));

        reply.expectProblem(405, "method_not_allowed");
        assertThat(reply.header("allow")).isNotBlank();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/platform/v1/nothing",
                "/platform/v2/tasks",
                "/platform/v1/task",
                "/nothing",
                "/auth",
                "/api/v9/x",
                "/WEB-INF/web.xml",
                "/WEB-INF/classes/"
            })
    void answersAnUnknownPathWithAProblem(String path) {
        assertThat(api.get(path).status()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/platform/v1/task/0192aaaa-0000-7000-8000-000000000000",
                "/platform/v1/task/0192aaaa-0000-7000-8000-000000000000/events",
                "/platform/v1/task/0192aaaa-0000-7000-8000-000000000000/output",
                "/platform/v1/task/x",
                "/platform/v1/task/%2e%2e%2f%2e%2e%2fetc%2fpasswd",
                "/platform/v1/task/..%5c..%5cadmin-password",
                "/platform/v1/task/$ne",
                "/platform/v1/task/%7B%22$gt%22:%22%22%7D",
                "/platform/v1/ris/999999",
                "/platform/v1/ris/-1",
                "/platform/v1/ris/99999999999999999999",
                "/platform/v1/ris/0192aaaa-0000-7000-8000-000000000000",
                "/platform/v1/ris/%2e%2e%2flocal"
            })
    void findsNothingUnderAnIdThatIsNotThere(String path) {
        assertThat(api.get(path).status()).isIn(400, 404);
    }

    /** The server below answers these by itself, before the hub sees them. */
    @ParameterizedTest
    @ValueSource(strings = {"/platform/v1/task/%00", "/openapi/..;/metrics"})
    void refusesAPathThatNobodyCanRead(String path) {
        assertThat(api.exchange(api.request(path).build()).status()).isEqualTo(400);
    }

    @Test
    void changesNothingUnderAnIdThatIsNotThere() {
        api.put("/platform/v1/ris/999999", Map.of("description", "x")).expectProblem(404, "client_not_found");
        api.delete("/platform/v1/ris/999999").expectProblem(404, "client_not_found");
        api.sendJson("DELETE", AGENTS, Map.of("id", 999_999)).expectProblem(404, "client_not_found");
        api.post("/platform/v1/task/0192aaaa-0000-7000-8000-000000000000/cancel", Map.of())
                .expectProblem(404, "task_not_found");
        api.execute(Submission.command("nobody", "true")).expectProblem(404, "client_not_found");
    }

    @Test
    void refusesABodyThatNamesATenantThatThereIsNot() {
        api.post(AGENTS, Map.of("name", "in-another-tenant", "tenant_code", "another"))
                .expectProblem(403, "tenant_unavailable");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "page=0",
                "page=-1",
                "page=x",
                "per_page=0",
                "per_page=100000",
                "limit=-5",
                "status=sleeping",
                "priority=9",
                "sort=password"
            })
    void refusesAnImpossibleFilter(String query) {
        assertThat(api.get("/platform/v1/tasks?" + query).status()).isIn(400, 422);
    }
}
