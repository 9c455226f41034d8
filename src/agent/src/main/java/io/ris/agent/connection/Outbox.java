package io.ris.agent.connection;

import io.ris.agent.loop.EventLoop;
import io.ris.protocol.AgentFrame;
import io.ris.protocol.FrameCodec;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What is to be sent on one connection: one frame at a time, the next when the one before has left. Frames in order, then
 * the heartbeat, then output, which is fetched only when its turn comes and so never piles up, then the report. Confined to the
 * event loop.
 */
final class Outbox {

    /** More waiting frames than this mean that the hub does not read. */
    static final int LIMIT = 4_096;

    private final Function<String, CompletionStage<?>> wire;
    private final EventLoop loop;
    private final Supplier<Optional<AgentFrame>> output;
    private final Consumer<String> failed;
    private final Queue<Supplier<Optional<AgentFrame>>> frames = new ArrayDeque<>();
    private @Nullable AgentFrame heartbeat;
    private @Nullable AgentFrame report;
    private boolean reportIsOverdue;
    private boolean sending;
    private boolean closed;

    /**
     * @param wire sends one message
     * @param output gives the next piece of output, if there is one
     * @param failed told, once, when nothing can be sent any more
     */
    Outbox(
            Function<String, CompletionStage<?>> wire,
            EventLoop loop,
            Supplier<Optional<AgentFrame>> output,
            Consumer<String> failed) {
        this.wire = wire;
        this.loop = loop;
        this.output = output;
        this.failed = failed;
    }

    void send(AgentFrame frame) {
        sendLazily(() -> Optional.of(frame));
    }

    void sendLazily(Supplier<Optional<AgentFrame>> frame) {
        if (frames.size() >= LIMIT) {
            fail("the hub does not read what it is sent");
            return;
        }
        frames.add(frame);
        pump();
    }

    /** Takes the place of a heartbeat that is still waiting. */
    void sendHeartbeat(AgentFrame.Heartbeat newHeartbeat) {
        heartbeat = newHeartbeat;
        pump();
    }

    /**
     * Takes the place of a report that is still waiting. The one that does goes before output: where output never ends, the machine
     * would be silent about itself for as long.
     */
    void sendReport(AgentFrame.Report newReport) {
        reportIsOverdue = report != null;
        report = newReport;
        pump();
    }

    /** Sends what there is; to be called when there may be new output. */
    void pump() {
        if (sending || closed) {
            return;
        }
        // Set before anything is fetched: what is handed over meanwhile must not overtake what is being fetched.
        sending = true;
        Optional<AgentFrame> next = next();
        while (next.isEmpty() && !frames.isEmpty()) {
            next = next();
        }
        next.ifPresentOrElse(this::transmit, () -> sending = false);
    }

    private void transmit(AgentFrame frame) {
        var unused =
                wire.apply(FrameCodec.encode(frame)).whenComplete((sent, failure) -> loop.execute(() -> sent(failure)));
    }

    void close() {
        closed = true;
        frames.clear();
        report = null;
    }

    private Optional<AgentFrame> next() {
        while (!frames.isEmpty()) {
            Optional<AgentFrame> frame = frames.remove().get();
            if (frame.isPresent()) {
                return frame;
            }
        }
        if (heartbeat != null) {
            Optional<AgentFrame> beat = Optional.of(heartbeat);
            heartbeat = null;
            return beat;
        }
        return reportIsOverdue ? takeReport() : output.get().or(this::takeReport);
    }

    private Optional<AgentFrame> takeReport() {
        Optional<AgentFrame> waiting = Optional.ofNullable(report);
        report = null;
        reportIsOverdue = false;
        return waiting;
    }

    private void sent(@Nullable Throwable failure) {
        sending = false;
        if (failure != null) {
            fail("nothing can be sent: " + failure.getMessage());
            return;
        }
        pump();
    }

    private void fail(String reason) {
        if (!closed) {
            close();
            failed.accept(reason);
        }
    }
}
