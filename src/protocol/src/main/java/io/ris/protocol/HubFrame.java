package io.ris.protocol;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Everything that the hub may say to an agent. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = HubFrame.Welcome.class, name = "welcome"),
    @JsonSubTypes.Type(value = HubFrame.Offer.class, name = "offer"),
    @JsonSubTypes.Type(value = HubFrame.Start.class, name = "start"),
    @JsonSubTypes.Type(value = HubFrame.Recall.class, name = "recall"),
    @JsonSubTypes.Type(value = HubFrame.Cancel.class, name = "cancel"),
    @JsonSubTypes.Type(value = HubFrame.Ack.class, name = "ack"),
    @JsonSubTypes.Type(value = HubFrame.OutputAck.class, name = "output_ack"),
    @JsonSubTypes.Type(value = HubFrame.Renew.class, name = "renew"),
    @JsonSubTypes.Type(value = HubFrame.Certificate.class, name = "certificate"),
    @JsonSubTypes.Type(value = HubFrame.Goodbye.class, name = "goodbye"),
    @JsonSubTypes.Type(value = HubFrame.Fault.class, name = "error")
})
public sealed interface HubFrame {

    /** A frame about one attempt at a task. */
    sealed interface OfTask extends HubFrame {

        TaskId taskId();

        int attempt();

        /** Task and attempt together. */
        default TaskAttempt taskAttempt() {
            return new TaskAttempt(taskId(), attempt());
        }
    }

    /** A frame about an attempt that only the present owner of the agent may send: a lower epoch is refused. */
    sealed interface Command extends OfTask {

        long epoch();
    }

    /**
     * The answer to {@code hello}.
     *
     * @param sessionId this connection
     * @param node the hub node
     * @param epoch the epoch of every further frame of this connection
     * @param heartbeatInterval how often the hub wants a heartbeat, in seconds
     * @param reconnect how to come back when the connection ends
     * @param configVersion version of the agent's configuration at the hub; 0 where there is none
     * @param telemetry what the agent is to report of its machine; null for nothing
     */
    record Welcome(
            String sessionId,
            String node,
            long epoch,
            Duration heartbeatInterval,
            ReconnectPolicy reconnect,
            long configVersion,
            @Nullable Telemetry telemetry)
            implements HubFrame {

        /** From a hub that wants no reports. */
        public Welcome(
                String sessionId,
                String node,
                long epoch,
                Duration heartbeatInterval,
                ReconnectPolicy reconnect,
                long configVersion) {
            this(sessionId, node, epoch, heartbeatInterval, reconnect, configVersion, null);
        }

        public Welcome {
            Frames.require(sessionId, "session_id");
            Frames.require(node, "node");
            Frames.require(heartbeatInterval, "heartbeat_interval");
            Frames.require(reconnect, "reconnect");
            Frames.check(heartbeatInterval.isPositive(), "heartbeat_interval", "must be more than 0");
        }
    }

    /**
     * What an agent is to report of its machine.
     *
     * @param interval how often, in seconds; at least one
     * @param collectors what to look at, by the names of {@link io.ris.protocol.report.Collector}; an agent skips those that it
     *     does not know
     */
    record Telemetry(Duration interval, List<String> collectors) {

        private static final Duration SHORTEST = Duration.ofSeconds(1);

        public Telemetry {
            Frames.require(interval, "telemetry.interval");
            Frames.check(interval.compareTo(SHORTEST) >= 0, "telemetry.interval", "must be at least 1");
            collectors = Frames.list(collectors);
        }
    }

    /**
     * How an agent waits between attempts to connect: exponential, with jitter.
     *
     * @param initialDelay first upper bound, in seconds
     * @param maxDelay largest upper bound, in seconds
     * @param multiplier growth of the bound from one attempt to the next, 1 to 10
     * @param jitter share of the bound that is left to chance, 0 (none) to 1 (full)
     * @param maxAttempts after as many failed attempts in a row the agent gives up; null or 0 for never
     */
    record ReconnectPolicy(
            Duration initialDelay,
            Duration maxDelay,
            double multiplier,
            double jitter,
            @Nullable Integer maxAttempts) {

        /** Without end. */
        public ReconnectPolicy(Duration initialDelay, Duration maxDelay, double multiplier, double jitter) {
            this(initialDelay, maxDelay, multiplier, jitter, null);
        }

        public ReconnectPolicy {
            Frames.require(initialDelay, "reconnect.initial_delay");
            Frames.require(maxDelay, "reconnect.max_delay");
            Frames.check(
                    initialDelay.isPositive() && maxDelay.compareTo(initialDelay) >= 0,
                    "reconnect",
                    "needs 0 < initial_delay <= max_delay");
            Frames.check(multiplier >= 1 && multiplier <= 10, "reconnect.multiplier", "must be 1 to 10");
            Frames.check(jitter >= 0 && jitter <= 1, "reconnect.jitter", "must be 0 to 1");
            Frames.check(maxAttempts == null || maxAttempts >= 0, "reconnect.max_attempts", "must not be negative");
        }

        /** Whether there is another attempt after as many have failed in a row. */
        public boolean goesOnAfter(int failedAttempts) {
            return maxAttempts == null || maxAttempts == 0 || failedAttempts < maxAttempts;
        }
    }

    /**
     * A task for the agent, which journals it and answers {@code accepted} or {@code rejected}.
     *
     * @param deadline when the hub gives the attempt up; the agent counts {@code spec.timeout} from its own start
     * @param requestId the request that submitted the task, for logs
     * @param start whether to begin at once, without waiting for {@code start}
     * @param outputLimit bytes that are kept of each stream that the task writes; null for {@link
     *     OutputStreamName#DEFAULT_LIMIT}
     */
    record Offer(
            TaskId taskId,
            int attempt,
            long epoch,
            TaskSpec spec,
            Duration timeout,
            Instant deadline,
            Priority priority,
            @Nullable String requestId,
            boolean start,
            @Nullable Long outputLimit)
            implements Command {

        /** With the usual limit of output. */
        public Offer(
                TaskId taskId,
                int attempt,
                long epoch,
                TaskSpec spec,
                Duration timeout,
                Instant deadline,
                Priority priority,
                @Nullable String requestId,
                boolean start) {
            this(taskId, attempt, epoch, spec, timeout, deadline, priority, requestId, start, null);
        }

        public Offer {
            Frames.requireAttempt(taskId, attempt);
            Frames.require(spec, "spec");
            Frames.require(timeout, "timeout");
            Frames.require(deadline, "deadline");
            Frames.require(priority, "priority");
            Frames.check(outputLimit == null || outputLimit > 0, "output_limit", "must be more than 0");
        }

        /** Bytes that are kept of each stream. */
        public long outputLimitOrDefault() {
            return outputLimit == null ? OutputStreamName.DEFAULT_LIMIT : outputLimit;
        }
    }

    /** Begin an accepted attempt. Once this is sent, the attempt may have run. */
    record Start(TaskId taskId, int attempt, long epoch) implements Command {

        public Start {
            Frames.requireAttempt(taskId, attempt);
        }
    }

    /** Forget an attempt that was not started; one that was started goes on. */
    record Recall(
            TaskId taskId,
            int attempt,
            long epoch,
            @Nullable String reason) implements Command {

        public Recall {
            Frames.requireAttempt(taskId, attempt);
        }
    }

    /** End an attempt: forget it where it has not begun, else SIGTERM, and SIGKILL after 5 s. */
    record Cancel(
            TaskId taskId,
            int attempt,
            long epoch,
            @Nullable String reason) implements Command {

        public Cancel {
            Frames.requireAttempt(taskId, attempt);
        }
    }

    /** The result is stored (or of no use any more): the agent may forget the attempt. */
    record Ack(TaskId taskId, int attempt) implements OfTask {

        public Ack {
            Frames.requireAttempt(taskId, attempt);
        }
    }

    /**
     * Output is stored.
     *
     * @param seq offset in bytes up to which the hub has the stream
     */
    record OutputAck(TaskId taskId, int attempt, OutputStreamName stream, long seq) implements OfTask {

        public OutputAck {
            Frames.requireAttempt(taskId, attempt);
            Frames.require(stream, "stream");
        }
    }

    /** A frame about the agent's own certificate. */
    sealed interface OfCertificate extends HubFrame {}

    /**
     * Time for the next certificate: the agent makes a new key and answers {@code certificate_request}.
     *
     * @param expiresAt when the present certificate ends
     */
    record Renew(Instant expiresAt) implements OfCertificate {

        public Renew {
            Frames.require(expiresAt, "expires_at");
        }
    }

    /**
     * The answer to {@code certificate_request}. The present key stays good until the new one has been used once.
     *
     * @param clientCert the certificate in PEM
     */
    record Certificate(String clientCert) implements OfCertificate {

        public Certificate {
            Frames.require(clientCert, "client_cert");
        }
    }

    /**
     * The hub is about to close the connection.
     *
     * @param reconnectAfter when to come back, in seconds; null for the usual backoff
     * @param reason stable code: {@code draining}, {@code replaced}; {@code deleted} and {@code revoked} mean never
     */
    record Goodbye(@Nullable Duration reconnectAfter, String reason) implements HubFrame {

        public Goodbye {
            Frames.require(reason, "reason");
        }
    }

    /**
     * A frame of the agent could not be handled.
     *
     * @param code stable code, as in {@link FrameException#code()}
     * @param message the reason in words
     * @param ref the frame's type, where it could be read
     */
    record Fault(String code, String message, @Nullable String ref) implements HubFrame {}
}
