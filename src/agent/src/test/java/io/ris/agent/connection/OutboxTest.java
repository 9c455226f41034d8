package io.ris.agent.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.ris.agent.testing.ManualLoop;
import io.ris.protocol.AgentFrame;
import io.ris.protocol.FrameCodec;
import io.ris.protocol.FrameException;
import io.ris.protocol.OutputStreamName;
import io.ris.protocol.TaskId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class OutboxTest {

    private static final AgentFrame.Heartbeat HEARTBEAT =
            new AgentFrame.Heartbeat(new AgentFrame.ResourceUsage(1, 2, 3), 0, 1);

    private final ManualLoop loop = new ManualLoop();
    private final List<AgentFrame> sent = new ArrayList<>();
    private final Queue<AgentFrame> output = new ArrayDeque<>();
    private final List<String> failures = new ArrayList<>();
    private CompletableFuture<Object> inFlight = new CompletableFuture<>();
    private final Outbox outbox =
            new Outbox(this::transmit, loop, () -> Optional.ofNullable(output.poll()), failures::add);

    private CompletionStage<?> transmit(String message) {
        try {
            sent.add(FrameCodec.decodeAgentFrame(message));
        } catch (FrameException e) {
            throw new AssertionError(e);
        }
        inFlight = new CompletableFuture<>();
        return inFlight;
    }

    private void complete() {
        inFlight.complete("sent");
        loop.run();
    }

    private static AgentFrame accepted(int number) {
        return new AgentFrame.Accepted(new TaskId("t" + number), 1);
    }

    private static AgentFrame output(long offset) {
        return new AgentFrame.Output(new TaskId("t"), 1, OutputStreamName.STDOUT, offset, "x", "utf-8");
    }

    @Test
    void hasOneFrameInFlightAtATime() {
        outbox.send(accepted(1));
        outbox.send(accepted(2));
        loop.run();

        assertThat(sent).containsExactly(accepted(1));

        complete();
        assertThat(sent).containsExactly(accepted(1), accepted(2));
    }

    @Test
    void keepsTheOrderOfFrames() {
        List<AgentFrame> frames =
                IntStream.range(0, 50).mapToObj(OutboxTest::accepted).toList();

        frames.forEach(outbox::send);
        frames.forEach(frame -> complete());

        assertThat(sent).isEqualTo(frames);
    }

    @Test
    void outputYieldsToHeartbeatsAndHeartbeatsToFrames() {
        outbox.send(accepted(0));
        output.add(output(0));
        output.add(output(1));
        outbox.sendHeartbeat(HEARTBEAT);
        outbox.send(accepted(1));

        complete();
        complete();
        complete();
        outbox.send(accepted(2));
        complete();
        complete();

        assertThat(sent).containsExactly(accepted(0), accepted(1), HEARTBEAT, output(0), accepted(2), output(1));
    }

    @Test
    void aWaitingHeartbeatIsReplacedAndNotRepeated() {
        outbox.send(accepted(0));
        outbox.sendHeartbeat(HEARTBEAT);
        AgentFrame.Heartbeat newer = new AgentFrame.Heartbeat(new AgentFrame.ResourceUsage(9, 9, 9), 1, 1);
        outbox.sendHeartbeat(newer);

        complete();
        complete();

        assertThat(sent).containsExactly(accepted(0), newer);
    }

    @Test
    void aFrameGivenWhileOutputIsFetchedDoesNotOvertakeIt() {
        AtomicReference<Outbox> self = new AtomicReference<>();
        Queue<AgentFrame> last = new ArrayDeque<>(List.of(output(0)));
        Outbox reentrant = new Outbox(
                this::transmit,
                loop,
                () -> {
                    if (!last.isEmpty()) {
                        self.get().send(accepted(1));
                    }
                    return Optional.ofNullable(last.poll());
                },
                failures::add);
        self.set(reentrant);

        reentrant.pump();
        complete();

        assertThat(sent).containsExactly(output(0), accepted(1));
    }

    @Test
    void aFrameGivenWhileThereIsNoOutputIsSentAtOnce() {
        AtomicReference<Outbox> self = new AtomicReference<>();
        Queue<AgentFrame> given = new ArrayDeque<>(List.of(accepted(1)));
        Outbox reentrant = new Outbox(
                this::transmit,
                loop,
                () -> {
                    if (!given.isEmpty()) {
                        self.get().send(given.remove());
                    }
                    return Optional.empty();
                },
                failures::add);
        self.set(reentrant);

        reentrant.pump();

        assertThat(sent).containsExactly(accepted(1));
    }

    @Test
    void skipsLazyFramesThatAreOfNoUseAnyMore() {
        outbox.send(accepted(0));
        outbox.sendLazily(Optional::empty);
        outbox.send(accepted(1));

        complete();

        assertThat(sent).containsExactly(accepted(0), accepted(1));
    }

    @Test
    void failsOnceWhenTheHubDoesNotRead() {
        for (int frame = 0; frame < Outbox.LIMIT + 10; frame++) {
            outbox.send(accepted(frame));
        }

        assertThat(failures).singleElement().asString().contains("does not read");
        assertThat(sent).hasSize(1);
    }

    @Test
    void sendsNothingAfterAFailure() {
        outbox.send(accepted(0));
        outbox.send(accepted(1));

        inFlight.completeExceptionally(new IOException("broken pipe"));
        loop.run();

        assertThat(failures).singleElement().asString().contains("broken pipe");
        assertThat(sent).containsExactly(accepted(0));
    }

    private static AgentFrame.Report report(int turn) {
        return AgentFrame.Report.of(("{\"turn\":" + turn + "}").getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void aReportGoesAfterAllElse() {
        outbox.send(accepted(1));
        outbox.sendReport(report(1));
        outbox.sendHeartbeat(HEARTBEAT);
        output.add(output(0));
        output.add(output(1));
        outbox.send(accepted(2));
        for (int left = 0; left < 6; left++) {
            complete();
        }

        assertThat(sent).containsExactly(accepted(1), accepted(2), HEARTBEAT, output(0), output(1), report(1));
    }

    @Test
    void aReportThatWaitsIsReplacedByTheNext() {
        outbox.send(accepted(1));
        outbox.sendReport(report(1));
        outbox.sendReport(report(2));
        outbox.sendReport(report(3));
        complete();
        complete();
        complete();

        assertThat(sent).containsExactly(accepted(1), report(3));
    }

    /** A task that writes without end must not hide its machine. */
    @Test
    void aReportThatHasBeenReplacedOnceGoesBeforeOutput() {
        outbox.send(accepted(1));
        for (int offset = 0; offset < 5; offset++) {
            output.add(output(offset));
        }
        outbox.sendReport(report(1));
        complete();
        outbox.sendReport(report(2));
        outbox.sendHeartbeat(HEARTBEAT);
        complete();
        complete();
        complete();
        outbox.sendReport(report(3));
        complete();

        assertThat(sent).containsExactly(accepted(1), output(0), HEARTBEAT, report(2), output(1), output(2));
    }

    @Test
    void aReportIsForgottenWithItsConnection() {
        outbox.send(accepted(1));
        outbox.sendReport(report(1));
        outbox.close();
        complete();

        assertThat(sent).containsExactly(accepted(1));
    }
}
