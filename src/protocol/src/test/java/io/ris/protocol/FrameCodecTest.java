package io.ris.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class FrameCodecTest {

    private static final TaskId TASK = new TaskId("0192-task");
    private static final Instant AT = Instant.parse("2026-01-02T03:04:05.678Z");
    private static final CommandSpec UNAME =
            new CommandSpec("uname", List.of("-a"), "/tmp", Map.of("LANG", "C"), Duration.ofSeconds(5), "input");
    private static final HttpRequestSpec GET = new HttpRequestSpec(
            "get",
            "https://localhost:1/x?y=z",
            Map.of("Accept", "text/plain"),
            null,
            Duration.ofSeconds(30),
            2,
            new HttpAuth("bearer", null, null, "secret", null, null),
            new HttpValidation(List.of(200), Map.of(), "ok", null),
            false);

    static Stream<AgentFrame> agentFrames() {
        return Stream.of(
                new AgentFrame.Hello(
                        new AgentId("a-1"),
                        "1.0.0",
                        List.of(1),
                        Set.of("command"),
                        4,
                        new AgentFrame.Host("linux", "amd64", "web-1", 2, 2048),
                        Map.of("env", "prod"),
                        List.of("127.0.0.1"),
                        null,
                        "boot",
                        7,
                        List.of(new AgentFrame.KnownTask(TASK, 1, AttemptState.STARTED))),
                new AgentFrame.Heartbeat(new AgentFrame.ResourceUsage(1.5, 20, 100), 1, 4),
                new AgentFrame.Accepted(TASK, 1),
                new AgentFrame.Rejected(TASK, 1, "at_capacity"),
                new AgentFrame.Rejected(TASK, 1, "policy_user", "the user root is not among the users"),
                new AgentFrame.Started(TASK, 1, AT),
                new AgentFrame.Output(TASK, 1, OutputStreamName.STDERR, 42, "text", "utf-8"),
                new AgentFrame.Result(
                        TASK,
                        1,
                        ResultStatus.COMPLETED,
                        new CommandResult(0, "out", null, "", null, null, 12),
                        null,
                        null,
                        AT,
                        AT),
                new AgentFrame.Result(
                        TASK,
                        2,
                        ResultStatus.FAILED,
                        new HttpResult(500, Map.of("content-type", "text/plain"), "no", null, 3L, 9),
                        "validation_failed",
                        "status 500",
                        AT,
                        AT),
                new AgentFrame.Result(
                        TASK, 1, ResultStatus.FAILED, null, "connection_refused", "nobody there", AT, AT, true),
                new AgentFrame.NetworkChanged(List.of("::1"), "192.0.2.1"),
                AgentFrame.Report.of(new byte[] {'{', '}'}),
                new AgentFrame.Fault("malformed", "no", "offer"));
    }

    static Stream<HubFrame> hubFrames() {
        return Stream.of(
                new HubFrame.Welcome(
                        "s",
                        "n",
                        3,
                        Duration.ofSeconds(30),
                        new HubFrame.ReconnectPolicy(Duration.ofSeconds(1), Duration.ofSeconds(300), 2, 1),
                        0),
                new HubFrame.Welcome(
                        "s",
                        "n",
                        3,
                        Duration.ofSeconds(30),
                        new HubFrame.ReconnectPolicy(Duration.ofSeconds(1), Duration.ofSeconds(300), 2, 1, 5),
                        0),
                new HubFrame.Offer(TASK, 1, 3, UNAME, Duration.ofSeconds(5), AT, Priority.HIGH, "r", false),
                new HubFrame.Offer(TASK, 1, 3, GET, Duration.ofMillis(1500), AT, Priority.LOWEST, null, true),
                new HubFrame.Start(TASK, 1, 3),
                new HubFrame.Recall(TASK, 1, 3, "offer_expired"),
                new HubFrame.Cancel(TASK, 1, 3, null),
                new HubFrame.Ack(TASK, 1),
                new HubFrame.OutputAck(TASK, 1, OutputStreamName.STDOUT, 65536),
                new HubFrame.Goodbye(Duration.ofSeconds(2), "draining"),
                new HubFrame.Fault("invalid_field", "capacity must be 1 to 10000", "hello"));
    }

    @ParameterizedTest
    @MethodSource("agentFrames")
    void readsBackWhatAnAgentSays(AgentFrame frame) throws FrameException {
        assertThat(FrameCodec.decodeAgentFrame(FrameCodec.encode(frame))).isEqualTo(frame);
    }

    @ParameterizedTest
    @MethodSource("hubFrames")
    void readsBackWhatTheHubSays(HubFrame frame) throws FrameException {
        assertThat(FrameCodec.decodeHubFrame(FrameCodec.encode(frame))).isEqualTo(frame);
    }

    @Test
    void writesTheNamesOfTheSpecification() {
        assertThat(FrameCodec.encode(
                        new HubFrame.Offer(TASK, 1, 3, UNAME, Duration.ofSeconds(5), AT, Priority.HIGH, "r", false)))
                .isEqualTo(
                        "{\"type\":\"offer\",\"task_id\":\"0192-task\",\"attempt\":1,\"epoch\":3,"
                                + "\"spec\":{\"type\":\"command\",\"command\":\"uname\",\"args\":[\"-a\"],\"working_dir\":\"/tmp\","
                                + "\"environment\":{\"LANG\":\"C\"},\"timeout\":5,\"stdin\":\"input\"},\"timeout\":5,"
                                + "\"deadline\":\"2026-01-02T03:04:05.678Z\",\"priority\":4,\"request_id\":\"r\",\"start\":false}");
    }

    @Test
    void readsAWelcomeWithoutMaxAttemptsAsEndless() throws FrameException {
        String earlier = "{\"type\":\"welcome\",\"session_id\":\"s\",\"node\":\"n\",\"epoch\":3,"
                + "\"heartbeat_interval\":30,\"reconnect\":{\"initial_delay\":1,\"max_delay\":300,"
                + "\"multiplier\":2,\"jitter\":1},\"config_version\":0}";
        HubFrame.Welcome welcome = (HubFrame.Welcome) FrameCodec.decodeHubFrame(earlier);
        assertThat(welcome.reconnect().goesOnAfter(1_000_000)).isTrue();
        assertThat(FrameCodec.encode(welcome)).doesNotContain("max_attempts");
    }

    @Test
    void skipsFieldsOfALaterVersion() throws FrameException {
        assertThat(FrameCodec.decodeHubFrame("{\"type\":\"ack\",\"task_id\":\"t\",\"attempt\":1,\"new\":{\"x\":[]}}"))
                .isEqualTo(new HubFrame.Ack(new TaskId("t"), 1));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "nonsense | malformed",
                "[] | malformed",
                "{} | malformed",
                "{\"type\":7} | malformed",
                "{\"type\":\"offer\"} | unknown_type",
                "{\"type\":\"accepted\"} | invalid_field",
                "{\"type\":\"accepted\",\"task_id\":\"../x\",\"attempt\":1} | invalid_field",
                "{\"type\":\"accepted\",\"task_id\":\"x\",\"attempt\":0} | invalid_field",
                "{\"type\":\"accepted\",\"task_id\":\"x\",\"attempt\":\"1\"} | invalid_field",
                "{\"type\":\"accepted\",\"task_id\":\"x\",\"attempt\":99999999999} | invalid_field",
                "{\"type\":\"heartbeat\",\"running\":0,\"capacity\":1} | invalid_field",
            })
    void saysWhyAMessageIsNoFrame(String message, String code) {
        assertThatExceptionOfType(FrameException.class)
                .isThrownBy(() -> FrameCodec.decodeAgentFrame(message))
                .satisfies(e -> assertThat(e.code()).isEqualTo(code));
    }

    @Test
    void refusesDocumentsThatNestTooDeep() {
        String deep = "{\"type\":\"ack\",\"x\":" + "[".repeat(100) + "]".repeat(100) + "}";
        assertThatExceptionOfType(FrameException.class).isThrownBy(() -> FrameCodec.decodeHubFrame(deep));
    }

    @Test
    void masksSecretsOfASpec() {
        assertThat(GET.masked().auth()).isEqualTo(new HttpAuth("bearer", null, null, "***", null, null));
        assertThat(GET.toString()).doesNotContain("secret");
    }
}
