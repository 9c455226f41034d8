package io.ris.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.ris.protocol.report.HostInfo;
import io.ris.protocol.report.Report;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReportFrameTest {

    private static final Instant AT = Instant.parse("2026-01-02T03:04:05Z");
    private static final Report REPORT = new Report(
            "a-1", "wéb", AT, new HostInfo("wéb", "6.1", 1_500_000_000L, AT, null, null, null, AT), null, null, null);

    private static AgentFrame.Report sent(AgentFrame.Report frame) throws FrameException {
        return (AgentFrame.Report) FrameCodec.decodeAgentFrame(FrameCodec.encode(frame));
    }

    @Test
    void givesBackTheJsonThatWasGiven() throws Exception {
        byte[] json = Json.lenient().writeValueAsBytes(REPORT);

        assertThat(sent(AgentFrame.Report.of(json)).json()).isEqualTo(json);
        assertThat(sent(AgentFrame.Report.of(REPORT)).json()).isEqualTo(json);
        assertThat(Json.lenient().readValue(json, Report.class)).isEqualTo(REPORT);
        assertThat(new String(json, StandardCharsets.UTF_8))
                .contains("\"uptime\":1500000000")
                .doesNotContain("docker");
    }

    @Test
    void givesBackAsMuchAsMayBe() throws Exception {
        byte[] most = new byte[AgentFrame.Report.MAX_JSON_BYTES];
        new Random(1).nextBytes(most);

        assertThat(AgentFrame.Report.of(most).json()).isEqualTo(most);
    }

    @Test
    void isWrittenAsTheSpecificationSays() {
        assertThat(FrameCodec.encode(AgentFrame.Report.of("{}".getBytes(StandardCharsets.UTF_8))))
                .matches("\\{\"type\":\"report\",\"encoding\":\"gzip\\+base64\",\"data\":\"H4sI[A-Za-z0-9+/=]+\"}");
    }

    /** A gigabyte of zeroes is a megabyte of gzip, which is what a frame holds. */
    @Test
    void refusesAReportThatWouldFillTheMemory() throws Exception {
        ByteArrayOutputStream bomb = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(bomb)) {
            byte[] zeroes = new byte[1024 * 1024];
            for (int megabyte = 0; megabyte < 700; megabyte++) {
                out.write(zeroes);
            }
        }
        String data = Base64.getEncoder().encodeToString(bomb.toByteArray());
        assertThat(data.length()).isLessThan(FrameCodec.MAX_MESSAGE_BYTES);

        assertRefused(data, "is more than 4194304 bytes");
    }

    @Test
    void refusesOneByteMoreThanMayBe() throws IOException {
        assertRefused(
                AgentFrame.Report.of(new byte[AgentFrame.Report.MAX_JSON_BYTES + 1])
                        .data(),
                "is more than");
    }

    @Test
    void refusesWhatEndsBeforeItsEnd() {
        byte[] whole = Base64.getDecoder().decode(AgentFrame.Report.of(REPORT).data());
        byte[] most = Arrays.copyOf(whole, whole.length - 12);

        assertRefused(Base64.getEncoder().encodeToString(most), "is not gzip");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "?", "e30=", "H4sIAAAAAAAA", "H4sI\\n"})
    void refusesWhatIsNoReport(String data) {
        assertRefused(data, "is not");
    }

    private static void assertRefused(String data, String reason) {
        AgentFrame.Report frame = new AgentFrame.Report(AgentFrame.Report.GZIP_BASE64, data);
        assertThatExceptionOfType(FrameException.class)
                .isThrownBy(frame::json)
                .withMessageStartingWith("data " + reason)
                .satisfies(e -> assertThat(e.code()).isEqualTo(FrameException.INVALID_FIELD))
                .satisfies(e -> assertThat(e.ref()).isEqualTo("report"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"type\":\"report\"}",
                "{\"type\":\"report\",\"encoding\":\"gzip+base64\"}",
                "{\"type\":\"report\",\"data\":\"H4sI\"}",
                "{\"type\":\"report\",\"encoding\":\"utf-8\",\"data\":\"{}\"}",
                "{\"type\":\"report\",\"encoding\":\"gzip+base64\",\"data\":{}}",
                "{\"type\":\"report\",\"encoding\":\"gzip+base64\",\"data\":7}"
            })
    void saysWhichFieldIsWrong(String message) {
        assertThatExceptionOfType(FrameException.class)
                .isThrownBy(() -> FrameCodec.decodeAgentFrame(message))
                .satisfies(e -> assertThat(e.code()).isEqualTo(FrameException.INVALID_FIELD))
                .satisfies(e -> assertThat(e.getMessage()).containsAnyOf("data", "encoding"));
    }

    @Test
    void aWelcomeSaysWhatIsToBeReported() throws FrameException {
        HubFrame.Welcome welcome = new HubFrame.Welcome(
                "s",
                "n",
                3,
                Duration.ofSeconds(30),
                new HubFrame.ReconnectPolicy(Duration.ofSeconds(1), Duration.ofSeconds(300), 2, 1),
                0,
                new HubFrame.Telemetry(Duration.ofSeconds(15), List.of("host", "smart_meter")));

        String message = FrameCodec.encode(welcome);

        assertThat(message).endsWith("\"telemetry\":{\"interval\":15,\"collectors\":[\"host\",\"smart_meter\"]}}");
        assertThat(FrameCodec.decodeHubFrame(message)).isEqualTo(welcome);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{}", "{\"interval\":0}", "{\"interval\":-15}", "{\"interval\":0.01}", "{\"interval\":\"15\"}"})
    void refusesAnIntervalThatIsNone(String telemetry) {
        String message = "{\"type\":\"welcome\",\"session_id\":\"s\",\"node\":\"n\",\"epoch\":3,"
                + "\"heartbeat_interval\":30,\"reconnect\":{\"initial_delay\":1,\"max_delay\":300,"
                + "\"multiplier\":2,\"jitter\":1},\"config_version\":0,\"telemetry\":" + telemetry + "}";
        assertThatExceptionOfType(FrameException.class)
                .isThrownBy(() -> FrameCodec.decodeHubFrame(message))
                .withMessageContaining("telemetry.interval");
    }

    @Test
    void anOlderHubAsksForNothing() throws FrameException {
        String earlier = "{\"type\":\"welcome\",\"session_id\":\"s\",\"node\":\"n\",\"epoch\":3,"
                + "\"heartbeat_interval\":30,\"reconnect\":{\"initial_delay\":1,\"max_delay\":300,"
                + "\"multiplier\":2,\"jitter\":1},\"config_version\":0}";
        HubFrame.Welcome welcome = (HubFrame.Welcome) FrameCodec.decodeHubFrame(earlier);

        assertThat(welcome.telemetry()).isNull();
        assertThat(FrameCodec.encode(welcome)).doesNotContain("telemetry");
    }
}
