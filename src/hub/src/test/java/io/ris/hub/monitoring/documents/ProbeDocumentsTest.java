package io.ris.hub.monitoring.documents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.ris.hub.monitoring.ReportTexts;
import io.ris.hub.platform.HubException;
import io.ris.protocol.Json;
import io.ris.protocol.report.Report;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProbeDocumentsTest {

    @Test
    void saysWhoseAReportIsHoweverItsFieldsAreOrdered() {
        assertThat(ProbeDocuments.agentOfReport(
                        bytes("{\"hostname\":\"h\",\"x\":{\"agent_id\":\"no\"},\"agent_id\":\"a-1\"}")))
                .isEqualTo("a-1");
        assertThat(ProbeDocuments.agentOfReport(ReportTexts.large("big", 1))).isEqualTo("big");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'agent_id':7} | agent_id",
                "{'agent_id':'a','hostname':[]} | hostname",
                "{'agent_id':'a','timestamp':'yesterday'} | timestamp",
                "{'agent_id':'a','timestamp':17} | timestamp",
                "{'agent_id':'a','timestamp':'2026-11-23T00:00Z'} | timestamp",
                "{'agent_id':'a','timestamp':'2026-11-23t00:00:00z'} | timestamp",
                "{'agent_id':'a','timestamp':'2026-11-23T00:00:00+01:00:30'} | timestamp",
                "{'agent_id':'a','timestamp':'0000-01-01T00:00:00+18:00'} | timestamp",
                "{'agent_id':'a','agent_id':'b'} | agent_id",
                "{'agent_id':'a','host_info':{'uptime':1,'uptime':2}} | host_info.uptime",
                "{'agent_id':'a','host_info':[]} | host_info",
                "{'agent_id':'a','host_info':{'uptime':1.5}} | host_info.uptime",
                "{'agent_id':'a','host_info':{'uptime':99999999999999999999}} | host_info.uptime",
                "{'agent_id':'a','host_info':{'cpu_info':{'cores':4294967296}}} | host_info.cpu_info.cores",
                "{'agent_id':'a','host_info':{'cpu_info':{'usage':'5'}}} | host_info.cpu_info.usage",
                "{'agent_id':'a','host_info':{'cpu_info':{'usage':1e999}}} | host_info.cpu_info.usage",
                "{'agent_id':'a','docker_info':{'containers':{}}} | docker_info.containers",
                "{'agent_id':'a','docker_info':{'containers':[{},{'labels':{'a':1}}]}} | docker_info.containers[1].labels.a",
                "{'agent_id':'a','docker_info':{'containers':[{'created':true}]}} | docker_info.containers[0].created",
                "{'agent_id':'a','docker_info':{'containers':[{'ports':[{'private_port':'x'}]}]}} | docker_info.containers[0].ports[0].private_port",
                "{'agent_id':'a','processes_info':{'processes':[1]}} | processes_info.processes[0]",
                "{'agent_id':'a','network_info':{'connections':[{'pid':'1'}]}} | network_info.connections[0].pid",
                "{} | agent_id",
                "{'agent_id':null} | agent_id",
                "{'agent_id':' '} | agent_id",
                "{'agent_id':'a/b'} | agent_id",
                "{'agent_id':'a#b'} | agent_id",
                "{'agent_id':'..'} | agent_id",
                "{'agent_id':'a\\u0000b'} | agent_id"
            })
    void aWrongTypeIsRefusedAndNamesItsField(String report, String field) {
        assertThatThrownBy(() -> ProbeDocuments.agentOfReport(bytes(report.replace('\'', '"'))))
                .asInstanceOf(type(HubException.Invalid.class))
                .satisfies(refusal -> {
                    assertThat(refusal.type().httpStatus()).isEqualTo(400);
                    assertThat(refusal.errors())
                            .extracting(HubException.FieldError::field)
                            .containsExactly(field);
                });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-11-23T00:00:00Z",
                "2026-11-23T00:00:00.123456789+01:00",
                "0001-01-01T00:00:00Z",
                "9999-12-31T23:59:59+00:30"
            })
    void timesAreThoseOfTheRfc(String time) {
        assertThat(ProbeDocuments.agentOfReport(bytes("{\"agent_id\":\"a\",\"timestamp\":\"" + time + "\"}")))
                .isEqualTo("a");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\\ud800", "\\uDFFF", "\\ude00\\ud83d", "\\ud83d-\\ude00"})
    void halfACharacterIsRefusedWhereverItIs(String text) {
        for (String report : List.of(
                "{'agent_id':'a" + text + "'}",
                "{'agent_id':'a','hostname':'" + text + "'}",
                "{'agent_id':'a','processes_info':{'processes':[{'pid':1,'cmdline':'" + text + "'}]}}",
                "{'agent_id':'a','docker_info':{'containers':[{'labels':{'" + text + "':'x'}}]}}")) {
            assertThatThrownBy(() -> ProbeDocuments.agentOfReport(bytes(report.replace('\'', '"'))))
                    .isInstanceOf(HubException.Invalid.class)
                    .hasMessageContaining("half a character");
        }
    }

    @Test
    void wholeCharactersOfEveryKindAreTaken() {
        assertThat(ProbeDocuments.agentOfReport(
                        bytes("{\"agent_id\":\"\\ud83d\\ude00\",\"hostname\":\"\\\\ud800 \ud7a3\"}")))
                .isEqualTo("\ud83d\ude00");
    }

    @Test
    void thereAreBoundsToWhatOneMachineHas() {
        String items = "{\"pid\":1},".repeat(ShapeCheck.MAX_ITEMS);
        String report = "{\"agent_id\":\"a\",\"processes_info\":{\"processes\":[%s]}}";
        assertThat(ProbeDocuments.agentOfReport(bytes(report.formatted(items.substring(0, items.length() - 1)))))
                .isEqualTo("a");
        assertThatThrownBy(() -> ProbeDocuments.agentOfReport(bytes(report.formatted(items + "{\"pid\":2}"))))
                .asInstanceOf(type(HubException.Invalid.class))
                .satisfies(refusal -> assertThat(refusal.errors())
                        .extracting(HubException.FieldError::field)
                        .containsExactly("processes_info.processes[50000]"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "[]",
                "null",
                "7",
                "\"a\"",
                "{\"agent_id\":\"a\"",
                "{\"agent_id\":\"a\"} {}",
                "{\"agent_id\":\"a\",}",
                "{agent_id:1}",
                "{\"agent_id\":\"\u0001\"}",
                "\uFEFF{"
            })
    void whatIsNoJsonObjectIsRefused(String report) {
        assertThatThrownBy(() -> ProbeDocuments.agentOfReport(bytes(report)))
                .asInstanceOf(type(HubException.Invalid.class))
                .satisfies(refusal -> assertThat(refusal.type().httpStatus()).isEqualTo(400));
    }

    @Test
    void whatGoesTooDeepIsRefused() {
        String deep = "{\"agent_id\":\"a\",\"x\":" + "[".repeat(5000) + "]".repeat(5000) + "}";

        assertThatThrownBy(() -> ProbeDocuments.agentOfReport(bytes(deep))).isInstanceOf(HubException.Invalid.class);
    }

    @Test
    void bytesThatAreNoTextAreRefused() {
        byte[] broken = bytes("{\"agent_id\":\"a?\"}");
        broken[14] = (byte) 0xFF;

        assertThatThrownBy(() -> ProbeDocuments.agentOfReport(broken)).isInstanceOf(HubException.Invalid.class);
    }

    @Test
    void whatIsAbsentOrNullOrNotKnownIsNoFault() {
        byte[] sparse = bytes(
                "{\"agent_id\":\"a\",\"host_info\":null,\"later\":[{\"x\":1}],\"processes_info\":{\"processes\":"
                        + "[null,{\"pid\":5,\"ppid\":null,\"cgroup\":null,\"new\":{}}],\"total_processes\":null},"
                        + "\"docker_info\":{\"containers\":[{\"id\":\"c\",\"created\":1700000000,\"labels\":{\"k\":null},\"stats\":{}}]}}");
        assertThat(ProbeDocuments.agentOfReport(sparse)).isEqualTo("a");

        Report report = ProbeDocuments.report(sparse);
        assertThat(report.hostInfo()).isNull();
        assertThat(report.processesInfo().processes()).singleElement().satisfies(process -> {
            assertThat(process.pid()).isEqualTo(5);
            assertThat(process.name()).isEmpty();
        });
        assertThat(report.dockerInfo().containers().getFirst().created()).isEqualTo(1_700_000_000);
    }

    @Test
    void isToldAgainWithItsKnownFieldsAsTheyWereSent() throws JsonProcessingException {
        JsonNode told = retold(
                "{\"agent_id\":\"a\",\"x\":1,\"host_info\":{\"cpu_info\":{\"model\":\"M\",\"cores\":2,\"usage\":25.50},"
                        + "\"memory_info\":{\"total_mb\":7,\"extra\":true}},\"docker_info\":{\"containers\":null}}");

        assertThat(told.toString())
                .isEqualTo(
                        "{\"agent_id\":\"a\",\"host_info\":{\"cpu_info\":{\"model\":\"M\",\"cores\":2,\"usage\":25.5},"
                                + "\"memory_info\":{\"total_mb\":7,\"free_mb\":0,\"available_mb\":0,\"used_mb\":0,\"usage\":0},"
                                + "\"hostname\":\"\",\"kernel_version\":\"\",\"uptime\":0},\"docker_info\":{\"containers\":[],"
                                + "\"total_containers\":0,\"running_containers\":0,\"paused_containers\":0,\"stopped_containers\":0,"
                                + "\"images\":0,\"docker_version\":\"\"},\"hostname\":\"\"}");
    }

    @Test
    void aWholeReportIsToldAgainUnchanged() throws IOException {
        byte[] report = ReportTexts.large("a", 3);
        JsonNode sent = Json.lenient().readTree(report);
        JsonNode told = retold(new String(report, StandardCharsets.UTF_8));

        assertThat(told.path("processes_info")).isEqualTo(sent.path("processes_info"));
        assertThat(told.path("network_info").path("connections"))
                .isEqualTo(sent.path("network_info").path("connections"));
        assertThat(told.path("docker_info").path("containers"))
                .isEqualTo(sent.path("docker_info").path("containers"));
    }

    @Test
    void aRegistrationNeedsIdAndHost() {
        assertThat(ProbeDocuments.registration(
                                bytes(
                                        "{\"agent_id\":\"a\",\"hostname\":\"h\",\"metadata\":{\"v\":\"1\",\"n\":null},\"timestamp\":7}"))
                        .metadata())
                .containsEntry("v", "1")
                .containsEntry("n", "");
        for (String lacking :
                List.of("{\"agent_id\":\"a\"}", "{\"hostname\":\"h\"}", "{\"agent_id\":\"\",\"hostname\":\"h\"}")) {
            assertThatThrownBy(() -> ProbeDocuments.registration(bytes(lacking)))
                    .isInstanceOf(HubException.Invalid.class)
                    .hasMessageContaining("is required");
        }
        assertThatThrownBy(() -> ProbeDocuments.registration(
                        bytes("{\"agent_id\":\"a\",\"hostname\":\"h\",\"metadata\":{\"v\":1}}")))
                .hasMessageContaining("metadata.v");
    }

    private static JsonNode retold(String report) throws JsonProcessingException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (JsonGenerator json = Json.lenient().getFactory().createGenerator(out)) {
            ProbeDocuments.writeReport(bytes(report), json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Json.lenient().readTree(out.toString(StandardCharsets.UTF_8));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
