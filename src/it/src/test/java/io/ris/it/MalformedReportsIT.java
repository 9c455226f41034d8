package io.ris.it;

import static io.ris.it.MonitoredTenant.AGENTS;
import static io.ris.it.MonitoredTenant.LIST;
import static io.ris.it.MonitoredTenant.REGISTER;
import static io.ris.it.MonitoredTenant.REPORTS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What probes send that is no report or no registration: it is refused, the refusal names the field, and nothing changes. */
@ExtendWith(SharedHub.class)
@TestInstance(Lifecycle.PER_CLASS)
class MalformedReportsIT {

    private static final String AGENT = "agent";
    private static final int MEGABYTE = 1024 * 1024;

    private final MonitoredTenant monitored;
    private final RisApi probe;

    MalformedReportsIT(Hub hub) {
        this.monitored = MonitoredTenant.of(hub);
        this.probe = monitored.probe();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "null",
                "[]",
                "7",
                "\"report\"",
                "{",
                "{\"agent_id\":\"agent\",\"hostname\":\"h\"",
                "{\"agent_id\":\"agent\",\"hostname\":\"h\"}}",
                "{\"agent_id\":\"agent\",\"hostname\":\"h\"} {}",
                "{'agent_id':'agent','hostname':'h'}",
                "{\"agent_id\":\"agent\",\"hostname\":\"h\",}",
                "agent_id=agent&hostname=h"
            })
    void whatIsNoObjectIsRefused(String body) {
        probe.sendJson("POST", REGISTER, body).expect(400);
        probe.sendJson("POST", REPORTS, body).expect(400);
        assertNothingChanged();
    }

    static Stream<Arguments> registrations() {
        return Stream.of(
                arguments("{}", "agent_id"),
                arguments("{\"hostname\":\"h\"}", "agent_id"),
                arguments("{\"agent_id\":\"\",\"hostname\":\"h\"}", "agent_id"),
                arguments("{\"agent_id\":null,\"hostname\":\"h\"}", "agent_id"),
                arguments("{\"agent_id\":7,\"hostname\":\"h\"}", "agent_id"),
                arguments("{\"agent_id\":{\"$ne\":1},\"hostname\":\"h\"}", "agent_id"),
                arguments("{\"agent_id\":[\"agent\"],\"hostname\":\"h\"}", "agent_id"),
                arguments("{\"agent_id\":\"" + "x".repeat(10_000) + "\",\"hostname\":\"h\"}", "agent_id"),
                arguments("{\"agent_id\":\"agent\"}", "hostname"),
                arguments("{\"agent_id\":\"agent\",\"hostname\":\"\"}", "hostname"),
                arguments("{\"agent_id\":\"agent\",\"hostname\":true}", "hostname"),
                arguments("{\"agent_id\":\"agent\",\"hostname\":\"h\",\"metadata\":\"x\"}", "metadata"),
                arguments("{\"agent_id\":\"agent\",\"hostname\":\"h\",\"metadata\":[]}", "metadata"),
                arguments("{\"agent_id\":\"agent\",\"hostname\":\"h\",\"metadata\":{\"a\":{\"b\":1}}}", "metadata"),
                arguments("{\"agent_id\":\"agent\",\"hostname\":\"h\",\"metadata\":{\"a\":7}}", "metadata"));
    }

    @ParameterizedTest
    @MethodSource("registrations")
    void aRegistrationThatIsNotRightNamesTheField(String body, String field) {
        assertNames(probe.sendJson("POST", REGISTER, body), field);
        assertNothingChanged();
    }

    static Stream<Arguments> reports() {
        return Stream.of(
                arguments("{}", "agent_id"),
                arguments("{\"agent_id\":\"\"}", "agent_id"),
                arguments("{\"agent_id\":null}", "agent_id"),
                arguments("{\"agent_id\":7}", "agent_id"),
                arguments("{\"agent_id\":\"" + "x".repeat(10_000) + "\"}", "agent_id"),
                arguments(report("\"hostname\":7"), "hostname"),
                arguments(report("\"timestamp\":\"yesterday\""), "timestamp"),
                arguments(report("\"timestamp\":1763632504"), "timestamp"),
                arguments(report("\"host_info\":\"busy\""), "host_info"),
                arguments(report("\"host_info\":[]"), "host_info"),
                arguments(report("\"host_info\":{\"uptime\":\"1h\"}"), "host_info.uptime"),
                arguments(report("\"host_info\":{\"uptime\":1.5}"), "host_info.uptime"),
                arguments(report("\"host_info\":{\"boot_time\":\"\"}"), "host_info.boot_time"),
                arguments(report("\"host_info\":{\"cpu_info\":{\"usage\":\"12\"}}"), "host_info.cpu_info.usage"),
                arguments(report("\"host_info\":{\"cpu_info\":{\"cores\":\"4\"}}"), "host_info.cpu_info.cores"),
                arguments(report("\"host_info\":{\"memory_info\":7}"), "host_info.memory_info"),
                arguments(report("\"host_info\":{\"load_average\":{\"load5\":true}}"), "host_info.load_average.load5"),
                arguments(report("\"docker_info\":{\"containers\":{}}"), "docker_info.containers"),
                arguments(report("\"docker_info\":{\"containers\":[7]}"), "docker_info.containers[0]"),
                arguments(report("\"docker_info\":{\"containers\":[{},{\"id\":7}]}"), "docker_info.containers[1].id"),
                arguments(
                        report("\"docker_info\":{\"containers\":[{\"labels\":[]}]}"),
                        "docker_info.containers[0].labels"),
                arguments(
                        report("\"docker_info\":{\"containers\":[{\"ports\":[{\"private_port\":\"80\"}]}]}"),
                        "docker_info.containers[0].ports[0].private_port"),
                arguments(
                        report("\"docker_info\":{\"containers\":[{\"stats\":{\"cpu_percent\":\"1\"}}]}"),
                        "docker_info.containers[0].stats.cpu_percent"),
                arguments(report("\"docker_info\":{\"images\":\"many\"}"), "docker_info.images"),
                arguments(report("\"processes_info\":{\"processes\":\"none\"}"), "processes_info.processes"),
                arguments(
                        report("\"processes_info\":{\"processes\":[{\"pid\":\"1\"}]}"),
                        "processes_info.processes[0].pid"),
                arguments(
                        report("\"processes_info\":{\"processes\":[{\"pid\":99999999999999999999}]}"),
                        "processes_info.processes[0].pid"),
                arguments(
                        report("\"processes_info\":{\"processes\":[{\"pid\":1,\"cgroup\":[]}]}"),
                        "processes_info.processes[0].cgroup"),
                arguments(report("\"network_info\":{\"connections\":7}"), "network_info.connections"),
                arguments(
                        report("\"network_info\":{\"connections\":[{\"local_port\":\"80\"}]}"),
                        "network_info.connections[0].local_port"),
                arguments(
                        report("\"network_info\":{\"listening_ports\":[{\"port\":{}}]}"),
                        "network_info.listening_ports[0].port"));
    }

    private static String report(String more) {
        return "{\"agent_id\":\"agent\",\"hostname\":\"h\"," + more + "}";
    }

    @ParameterizedTest
    @MethodSource("reports")
    void aReportThatIsNotRightNamesTheField(String body, String field) {
        assertNames(probe.sendJson("POST", REPORTS, body), field);
        assertNothingChanged();
    }

    private static void assertNames(Reply reply, String field) {
        reply.expect(400);
        assertThat(reply.json().path("error").isTextual()).isTrue();
        assertThat(reply.faultyFields())
                .as(reply.text())
                .anyMatch(name -> name.equals(field) || name.startsWith(field + ".") || name.startsWith(field + "["));
    }

    /** The agent of all these bodies has neither come into being nor said anything. */
    private void assertNothingChanged() {
        assertThat(monitored
                        .api()
                        .get(LIST)
                        .expect(200)
                        .json()
                        .path("agents")
                        .valueStream()
                        .map(agent -> agent.path("agent_id").asText()))
                .doesNotContain(AGENT);
        monitored.api().get(AGENTS + AGENT + "/latest").expect(404);
    }

    @Test
    void whatNobodyKnowsIsPassedOver() {
        String agent = "curious-" + UUID.randomUUID();
        ObjectNode report = ProbeReport.of(agent)
                .host(12.5)
                .container("c".repeat(64), "web", "nginx")
                .process(7, "nginx", "0::/")
                .listens(7, "0.0.0.0", 80)
                .json();
        JsonNode plain = report.deepCopy();
        addUnknown(report);

        probe.post(
                        REGISTER,
                        JsonNodeFactory.instance
                                .objectNode()
                                .put("agent_id", agent)
                                .put("hostname", "h")
                                .set(
                                        "unknown",
                                        JsonNodeFactory.instance.arrayNode().add(1)))
                .expect(201);
        probe.post(REPORTS, report).expect(202);

        assertThat(Documents.differences(plain, monitored.latest(agent), Set.of("unknown")))
                .isEmpty();
    }

    /** Gives every object of a document another field; labels are texts, whatever their names. */
    private static void addUnknown(JsonNode node) {
        node.forEach(MalformedReportsIT::addUnknown);
        if (node instanceof ObjectNode object && !object.isEmpty()) {
            object.putObject("unknown").put("even", "deeper");
        }
    }

    @Test
    void aNestIsNoReport() {
        String nest = "[".repeat(1000) + "]".repeat(1000);

        probe.sendJson("POST", REPORTS, report("\"unknown\":" + nest)).expect(400);
        assertNothingChanged();
    }

    @Test
    void aReportMayComeCompressed() {
        String agent = "small-" + UUID.randomUUID();
        String json = ProbeReport.of(agent).host(12.5).json().toString();

        compressed(REPORTS, gzip(json.getBytes(StandardCharsets.UTF_8))).expect(202);

        assertThat(monitored
                        .latest(agent)
                        .path("host_info")
                        .path("cpu_info")
                        .path("usage")
                        .asDouble())
                .isEqualTo(12.5);
    }

    @Test
    void whatOnlyClaimsToBeCompressedIsRefused() {
        byte[] whole = gzip(report("\"timestamp\":null").getBytes(StandardCharsets.UTF_8));
        byte[] half = new byte[whole.length / 2];
        System.arraycopy(whole, 0, half, 0, half.length);

        compressed(REPORTS, report("\"timestamp\":null").getBytes(StandardCharsets.UTF_8))
                .expect(400);
        compressed(REPORTS, half).expect(400);
        compressed(REPORTS, new byte[0]).expect(400);
        assertNothingChanged();
    }

    /** A report has eight megabytes at most, other bodies one. */
    @Test
    void aReportMayBeLargeAndNoLarger() {
        String agent = "large-" + UUID.randomUUID();
        String begin = "{\"agent_id\":\"" + agent + "\",\"unknown\":\"";

        probe.sendJson("POST", REPORTS, begin + "x".repeat(5 * MEGABYTE) + "\"}")
                .expect(202);
        probe.sendJson("POST", REPORTS, begin + "x".repeat(8 * MEGABYTE) + "\"}")
                .expect(413);
        probe.sendJson("POST", REGISTER, begin + "x".repeat(2 * MEGABYTE) + "\"}")
                .expect(413);
    }

    @Test
    void whatIsSmallUntilItIsUnpackedIsTooLarge() {
        byte[] bomb =
                gzip(report("\"unknown\":\"" + "x".repeat(64 * MEGABYTE) + "\"").getBytes(StandardCharsets.UTF_8));
        assertThat(bomb.length).isLessThan(MEGABYTE);

        compressed(REPORTS, bomb).expect(413);
        assertNothingChanged();
    }

    private Reply compressed(String path, byte[] body) {
        BodyPublisher bytes = BodyPublishers.ofByteArray(body);
        return probe.send(probe.request(path)
                .header("Content-Type", "application/json")
                .header("Content-Encoding", "gzip")
                .POST(bytes));
    }

    private static byte[] gzip(byte[] plain) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(plain);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return packed.toByteArray();
    }

    /** Whatever an agent is called, it is refused by name or is read back as who it is, and nobody else is. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "a b",
                "a.b",
                "$ne",
                "a:b",
                "..",
                "../list",
                "a/b",
                "ü",
                "a\u0000b",
                "a->b",
                "%2e%2e",
                "a\r\nb",
                "A",
                "a'"
            })
    void anAgentsNameIsTakenWholeOrRefused(String agent) {
        Reply reply = probe.post(REPORTS, ProbeReport.of(agent).host(12.5).json());

        assertThat(reply.status()).as(reply.text()).isIn(202, 400);
        if (reply.status() == 202) {
            String path = URLEncoder.encode(agent, StandardCharsets.UTF_8).replace("+", "%20");
            assertThat(monitored.latest(agent, path).path("agent_id").asText()).isEqualTo(agent);
        } else {
            assertThat(reply.faultyFields()).containsExactly("agent_id");
        }
    }
}
