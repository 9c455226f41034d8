package io.ris.bench;

import io.ris.protocol.AgentFrame;
import io.ris.protocol.AgentId;
import io.ris.protocol.AttemptState;
import io.ris.protocol.FrameCodec;
import io.ris.protocol.FrameException;
import io.ris.protocol.HubFrame;
import io.ris.protocol.HubFrame.Goodbye;
import io.ris.protocol.HubFrame.Welcome;
import io.ris.protocol.ResultStatus;
import io.ris.protocol.TaskAttempt;
import io.ris.protocol.TaskResult;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The agent's side of the protocol as a state machine without network: frames of the hub in, frames of the agent out
 * through the {@link Outbox} of the present connection. Tasks complete the moment they are started. The journal and the
 * highest epoch outlive connections, so unacknowledged results are sent again and no attempt runs twice.
 *
 * <p>Not thread-safe: confined to the event loop of one connection at a time.
 */
final class SimulatedAgent {

    private static final Set<String> GONE_FOR_EVER = Set.of("deleted", "revoked");

    private final AgentId id;
    private final int capacity;
    private final Work work;
    private final Clock clock;
    private final SimulatedJournal journal = new SimulatedJournal();

    private long highestEpoch;
    private @Nullable Outbox outbox;
    private @Nullable Welcome welcome;
    private @Nullable Goodbye goodbye;

    SimulatedAgent(AgentId id, int capacity, Work work, Clock clock) {
        this.id = id;
        this.capacity = capacity;
        this.work = work;
        this.clock = clock;
    }

    AgentId id() {
        return id;
    }

    /** A connection is open: says hello. */
    void opened(Outbox connection) {
        outbox = connection;
        welcome = null;
        goodbye = null;
        connection.send(hello());
    }

    /** The connection has ended. */
    void closed() {
        outbox = null;
        welcome = null;
    }

    /** The hub's welcome on the present connection. */
    Optional<Welcome> welcome() {
        return Optional.ofNullable(welcome);
    }

    /** Whether the hub said that this agent is not wanted any more. */
    boolean isGoneForEver() {
        return goodbye != null && GONE_FOR_EVER.contains(goodbye.reason());
    }

    /** When the hub wants the agent back, where it said so in its goodbye. */
    Optional<Duration> reconnectAfter() {
        return Optional.ofNullable(goodbye).map(Goodbye::reconnectAfter);
    }

    /** Says how the machine is; nothing before the hub's welcome. */
    void heartbeat() {
        if (welcome != null) {
            send(new AgentFrame.Heartbeat(new AgentFrame.ResourceUsage(1, 10, 20), journal.unfinished(), capacity));
        }
    }

    /** Handles a frame of the hub. */
    void received(HubFrame frame) {
        switch (frame) {
            case Welcome accepted -> welcomed(accepted);
            case Goodbye leaving -> goodbye = leaving;
            case HubFrame.OfCertificate ofCertificate -> {} // a simulated agent lives shorter than its certificate
            case HubFrame.Fault fault -> {} // counted by the connection; there is nothing to answer
            case HubFrame.OfTask ofTask when welcome == null -> unexpected(ofTask, "comes before welcome");
            case HubFrame.Command command when isStale(command) -> refuseStale(command);
            case HubFrame.Offer offer -> offered(offer);
            case HubFrame.Start start -> started(start);
            case HubFrame.Recall recall -> recalled(recall.taskAttempt());
            case HubFrame.Cancel cancel -> cancelled(cancel.taskAttempt());
            case HubFrame.Ack ack -> journal.acknowledge(ack.taskAttempt());
            case HubFrame.OutputAck outputAck -> {} // a simulated agent streams no output
        }
    }

    /** Answers a message that is not a frame of the hub. */
    void receivedBroken(FrameException broken) {
        send(new AgentFrame.Fault(broken.code(), String.valueOf(broken.getMessage()), broken.ref()));
    }

    private AgentFrame.Hello hello() {
        return new AgentFrame.Hello(
                id,
                "simulated",
                List.of(FrameCodec.VERSION),
                Set.of("command", "http_request"),
                capacity,
                new AgentFrame.Host("linux", "amd64", "simulated-" + id, 2, 2048),
                Map.of("simulated", "true"),
                List.of("127.0.0.1"),
                null,
                "boot-" + id,
                highestEpoch,
                journal.known());
    }

    private void welcomed(Welcome frame) {
        if (welcome != null || frame.epoch() < highestEpoch) {
            // A second welcome, or a node that lost this agent to another one: not a hub to talk to.
            requireOutbox().close();
            return;
        }
        welcome = frame;
        highestEpoch = frame.epoch();
        journal.results().forEach(this::send);
    }

    private boolean isStale(HubFrame.Command command) {
        if (command.epoch() < highestEpoch) {
            return true;
        }
        highestEpoch = command.epoch();
        return false;
    }

    private void refuseStale(HubFrame.Command command) {
        if (command instanceof HubFrame.Offer offer) {
            reject(offer, "stale_epoch");
        }
    }

    private void offered(HubFrame.Offer offer) {
        TaskAttempt attempt = offer.taskAttempt();
        Optional<SimulatedJournal.Entry> known = journal.find(attempt);
        if (known.isPresent() && known.get().state() == AttemptState.FINISHED) {
            send(known.get().requireResult());
            return;
        }
        if (journal.isOver(attempt)) {
            reject(offer, "already_finished");
            return;
        }
        if (known.isEmpty() && journal.unfinished() >= capacity) {
            reject(offer, "at_capacity");
            return;
        }
        journal.accept(attempt, offer.spec());
        send(new AgentFrame.Accepted(offer.taskId(), offer.attempt()));
        if (offer.start()) {
            run(attempt);
        }
    }

    private void started(HubFrame.Start start) {
        accepted(start.taskAttempt()).ifPresent(entry -> run(start.taskAttempt()));
    }

    private void recalled(TaskAttempt attempt) {
        accepted(attempt).ifPresent(entry -> journal.forget(attempt));
    }

    private void cancelled(TaskAttempt attempt) {
        accepted(attempt)
                .ifPresent(entry -> finish(new AgentFrame.Result(
                        attempt.taskId(),
                        attempt.attempt(),
                        ResultStatus.CANCELLED,
                        null,
                        "cancelled",
                        "the task was cancelled",
                        null,
                        clock.instant())));
    }

    private Optional<SimulatedJournal.Entry> accepted(TaskAttempt attempt) {
        return journal.find(attempt).filter(entry -> entry.state() == AttemptState.ACCEPTED);
    }

    private void run(TaskAttempt attempt) {
        Instant begun = clock.instant();
        journal.start(attempt);
        send(new AgentFrame.Started(attempt.taskId(), attempt.attempt(), begun));
        TaskResult result =
                work.perform(attempt, journal.find(attempt).orElseThrow().spec());
        finish(new AgentFrame.Result(
                attempt.taskId(),
                attempt.attempt(),
                ResultStatus.COMPLETED,
                result,
                null,
                null,
                begun,
                clock.instant()));
    }

    private void finish(AgentFrame.Result result) {
        journal.finish(result);
        send(result);
    }

    private void reject(HubFrame.Offer offer, String reason) {
        send(new AgentFrame.Rejected(offer.taskId(), offer.attempt(), reason));
    }

    private void unexpected(HubFrame.OfTask frame, String problem) {
        String type = frame.getClass().getSimpleName().toLowerCase(Locale.ROOT);
        send(new AgentFrame.Fault(
                FrameException.UNEXPECTED, type + " of " + frame.taskAttempt() + " " + problem, type));
    }

    private void send(AgentFrame frame) {
        requireOutbox().send(frame);
    }

    private Outbox requireOutbox() {
        return Objects.requireNonNull(outbox, "not connected");
    }
}
