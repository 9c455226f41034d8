package io.ris.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What has happened to systems like this one, and does not happen here. */
@ExtendWith(SharedHub.class)
class IncidentsIT {

    private static final String LOCAL = "local";

    private final Hub hub;
    private final RisApi api;

    IncidentsIT(Hub hub) {
        this.hub = hub;
        this.api = hub.admin();
    }

    /** Salt, CVE-2020-11652, and Nomad, CVE-2026-6959: a name or path that leads out of its place. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "../../etc/passwd",
                "..%2f..%2fetc%2fpasswd",
                "%2e%2e/%2e%2e/etc/passwd",
                "..%5c..%5cetc%5cpasswd",
                "%252e%252e%252fetc%252fpasswd",
                "....//....//etc/passwd",
                "%2fetc%2fpasswd",
                "index.html%00.js",
                "..;/index.html"
            })
    void noPathLeadsOutOfItsPlace(String path) {
        for (String root : List.of("/console/", "/platform/v1/ris/", "/platform/v1/task/", "/health/")) {
            HttpRequest request = api.request(root + path).GET().build();
            Reply reply = api.exchange(request);
            assertThat(reply.status()).as("%s%s", root, path).isBetween(400, 499);
            assertThat(reply.text()).doesNotContain("root:");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"..", "../x", "/etc/x", "a/b", "a\\b", ".hidden", "a\u0000b", "a\nb", "-rf", "a b"})
    void noNameOfAnAgentIsAPath(String name) {
        api.post("/platform/v1/ris", Map.of("name", name)).expect(422);
    }

    /** Salt, CVE-2020-16846: what a shell would act on reaches the program as it was written. */
    @ParameterizedTest
    @MethodSource("metacharacters")
    void nothingOfACommandIsReadByAShell(String text) {
        Path marker = Scratch.absent("injected");
        String argument = text.replace("MARKER", marker.toString());

        JsonNode task = api.run(Submission.command(LOCAL, "printf", "%s", argument)
                .task("environment", Map.of("INJECTED", argument))
                .task("stdin", argument));

        assertThat(task.path("result").path("stdout").asText()).isEqualTo(argument);
        assertThat(Files.exists(marker)).isFalse();
        JsonNode named = api.run(Submission.command(LOCAL, argument));
        assertThat(named.path("status").asText()).isEqualTo("failed");
        assertThat(Files.exists(marker)).isFalse();
    }

    static Stream<String> metacharacters() {
        return Stream.of(
                "; touch MARKER",
                "$(touch MARKER)",
                "`touch MARKER`",
                "| touch MARKER",
                "&& touch MARKER",
                "\n touch MARKER\n",
                "' ; touch MARKER ; '",
                "\" ; touch MARKER ; \"",
                "${IFS}touch${IFS}MARKER",
                "> MARKER",
                "*?[a-z]{a,b}~",
                "%s%n\\x41\\",
                "--help",
                "\u2028 touch MARKER");
    }

    /** Rundeck, CVE-2021-39132: a body that names a class to be made of it. */
    @ParameterizedTest
    @MethodSource("gadgets")
    void noBodyChoosesWhatIsMadeOfIt(String body) {
        Reply reply = api.sendJson("POST", "/platform/v1/task/execute", body);
        assertThat(reply.status()).isIn(400, 422);
    }

    static Stream<String> gadgets() {
        return Stream.of(
                "{\"@class\":\"javax.script.ScriptEngineManager\",\"client_id\":\"local\",\"task\":{}}",
                "{\"client_id\":\"local\",\"task\":[\"com.sun.rowset.JdbcRowSetImpl\",{\"dataSourceName\":\"ldap://127.0.0.1:9/x\"}]}",
                "{\"client_id\":\"local\",\"task\":{\"type\":\"io.ris.protocol.CommandSpec\",\"command\":\"true\"}}",
                "{\"client_id\":\"local\",\"task\":{\"@type\":\"command\",\"command\":\"true\"}}",
                "{\"client_id\":\"local\",\"task\":{\"type\":\"command\",\"command\":\"true\"},\"metadata\":[\"java.util.HashMap\",{}]}",
                "!!javax.script.ScriptEngineManager [!!java.net.URLClassLoader [[!!java.net.URL [\"http://127.0.0.1:9/\"]]]]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/x-java-serialized-object",
                "application/x-yaml",
                "application/xml",
                "text/xml",
                "multipart/form-data; boundary=x",
                "application/x-www-form-urlencoded"
            })
    void nothingButJsonIsRead(String type) {
        byte[] serialized = {(byte) 0xac, (byte) 0xed, 0, 5, 's', 'r'};
        assertThat(api.exchange(api.request("/platform/v1/task/execute")
                                .header("Content-Type", type)
                                .POST(BodyPublishers.ofByteArray(serialized))
                                .build())
                        .status())
                .isEqualTo(415);
    }

    /** An operator of the database in place of a text, or in one. */
    @ParameterizedTest
    @ValueSource(
            strings = {"{\"$ne\":null}", "{\"$gt\":\"\"}", "{\"$regex\":\".*\"}", "[\"admin\"]", "{\"$where\":\"1\"}"})
    void noOperatorStandsInForAText(String operator) {
        RisApi nobody = hub.api();
        assertThat(nobody.sendJson(
                                "POST", "/auth/login", "{\"username\":" + operator + ",\"password\":" + operator + "}")
                        .status())
                .isIn(400, 422);
        assertThat(nobody.sendJson("POST", "/auth/refresh", "{\"refresh_token\":" + operator + "}")
                        .status())
                .isIn(400, 422);
        assertThat(api.sendJson("POST", "/platform/v1/ris", "{\"name\":" + operator + "}")
                        .status())
                .isIn(400, 422);
        nobody.login(operator, operator).expect(401);
        String description = operator + "$where";
        JsonNode agent = api.post(
                        "/platform/v1/ris", Map.of("name", "op-" + operator.hashCode(), "description", description))
                .expect(201)
                .data();
        assertThat(api.agent(agent.path("id").asText()).path("description").asText())
                .isEqualTo(description);
    }

    /** A header in a value that is answered or passed on. */
    @Test
    void noValueMakesAHeader() {
        Reply reply = api.get("/platform/v1/ris?text=%0d%0aX-Injected:%201&label=%0d%0aX-Injected:%201");
        assertThat(reply.header("x-injected")).isEmpty();
        assertThat(api.execute(Submission.http(LOCAL, "http://127.0.0.1:9/")
                                .task("headers", Map.of("X-A", "b\r\nX-Injected: 1")))
                        .status())
                .isEqualTo(422);
        assertThat(api.send(api.request("/auth/me").header("X-Request-Id", "<script>"))
                        .header("x-request-id"))
                .doesNotContain("<");
    }
}
