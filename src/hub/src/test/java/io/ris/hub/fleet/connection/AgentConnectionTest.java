package io.ris.hub.fleet.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.ris.hub.fleet.AgentKey;
import io.ris.hub.platform.TenantCode;
import io.ris.hub.platform.cluster.TestNode;
import io.ris.hub.platform.persistence.NativeStore;
import io.ris.hub.platform.websocket.Transport;
import io.ris.hub.testing.ManualClock;
import io.ris.protocol.AgentId;
import io.ris.protocol.CommandSpec;
import io.ris.protocol.FrameCodec;
import io.ris.protocol.HubFrame;
import io.ris.protocol.OutputStreamName;
import io.ris.protocol.Priority;
import io.ris.protocol.TaskId;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a node may still say to its agents when it could not renew its lease: another one may have them by now. */
class AgentConnectionTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration LEASE = Duration.ofSeconds(8);
    private static final int CLOSE_TRY_LATER = 1013;
    private static final TaskId TASK = new TaskId("task");

    private final ManualClock clock = new ManualClock(NOW);
    private final List<String> sent = new ArrayList<>();
    private final List<Integer> closed = new ArrayList<>();
    private NativeStore store;
    private TestNode node;
    private AgentConnection connection;

    @BeforeEach
    void open(@TempDir Path directory) {
        store = new NativeStore(directory);
        node = new TestNode(store.store(), clock);
        node.renew();
        AgentGateway gateway = new AgentGateway(
                null,
                null,
                null,
                new ConnectionRegistry(),
                null,
                null,
                node.leases(),
                null,
                clock,
                Duration.ofSeconds(30),
                Duration.ofSeconds(1),
                Duration.ofSeconds(300),
                0);
        AgentKey agent = new AgentKey(new TenantCode("default"), new AgentId("agent"));
        connection = gateway.open(new AgentIdentity(agent, "key", NOW, NOW), new Kept());
    }

    @AfterEach
    void close() {
        store.close();
    }

    private final class Kept implements Transport {

        @Override
        public void sendText(String text, Consumer<Boolean> done) {
            sent.add(text);
            done.accept(true);
        }

        @Override
        public boolean sendPing() {
            return true;
        }

        @Override
        public void close(int code, String reason) {
            closed.add(code);
        }
    }

    static Stream<HubFrame.Command> commands() {
        CommandSpec spec = new CommandSpec("true", List.of(), null, Map.of(), null, null);
        return Stream.of(
                new HubFrame.Offer(TASK, 1, 7, spec, Duration.ofMinutes(1), NOW, Priority.NORMAL, null, false),
                new HubFrame.Start(TASK, 1, 7),
                new HubFrame.Recall(TASK, 1, 7, null),
                new HubFrame.Cancel(TASK, 1, 7, null));
    }

    static Stream<HubFrame> otherFrames() {
        return Stream.of(
                new HubFrame.Ack(TASK, 1),
                new HubFrame.OutputAck(TASK, 1, OutputStreamName.STDOUT, 5),
                new HubFrame.Renew(NOW),
                new HubFrame.Goodbye(null, "draining"),
                new HubFrame.Fault("code", "message", null));
    }

    @Test
    void everyCommandIsTriedHere() {
        assertThat(commands().<Class<?>>map(HubFrame::getClass))
                .containsExactlyInAnyOrder(HubFrame.Command.class.getPermittedSubclasses());
    }

    @ParameterizedTest
    @MethodSource("commands")
    void aNodeCommandsToTheLastMomentOfItsLease(HubFrame.Command command) {
        clock.pass(LEASE.minusMillis(1));
        connection.send(command);
        assertThat(sent).containsExactly(FrameCodec.encode(command));
        assertThat(closed).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("commands")
    void aNodeWithoutItsLeaseCommandsNothingAndLetsTheAgentGo(HubFrame.Command command) {
        clock.pass(LEASE);
        connection.send(command);
        assertThat(sent).isEmpty();
        assertThat(closed).containsExactly(CLOSE_TRY_LATER);
    }

    @ParameterizedTest
    @MethodSource("otherFrames")
    void aNodeWithoutItsLeaseStillSaysWhatCommandsNothing(HubFrame frame) {
        clock.pass(LEASE);
        connection.send(frame);
        assertThat(sent).containsExactly(FrameCodec.encode(frame));
        assertThat(closed).isEmpty();
    }

    @Test
    void aNodeThatHasItsLeaseAgainCommandsAgain() {
        clock.pass(LEASE);
        node.renew();
        connection.send(new HubFrame.Start(TASK, 1, 7));
        assertThat(sent).hasSize(1);
    }
}
