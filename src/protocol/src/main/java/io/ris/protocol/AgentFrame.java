package io.ris.protocol;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Everything that an agent may say to the hub. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = AgentFrame.Hello.class, name = "hello"),
    @JsonSubTypes.Type(value = AgentFrame.Heartbeat.class, name = "heartbeat"),
    @JsonSubTypes.Type(value = AgentFrame.Accepted.class, name = "accepted"),
    @JsonSubTypes.Type(value = AgentFrame.Rejected.class, name = "rejected"),
    @JsonSubTypes.Type(value = AgentFrame.Started.class, name = "started"),
    @JsonSubTypes.Type(value = AgentFrame.Output.class, name = "output"),
    @JsonSubTypes.Type(value = AgentFrame.Result.class, name = "result"),
    @JsonSubTypes.Type(value = AgentFrame.NetworkChanged.class, name = "network_changed"),
    @JsonSubTypes.Type(value = AgentFrame.CertificateRequest.class, name = "certificate_request"),
    @JsonSubTypes.Type(value = AgentFrame.Report.class, name = "report"),
    @JsonSubTypes.Type(value = AgentFrame.Fault.class, name = "error")
})
public sealed interface AgentFrame {

    /** A frame about one attempt at a task. */
    sealed interface OfTask extends AgentFrame {

        TaskId taskId();

        int attempt();

        /** Task and attempt together. */
        default TaskAttempt taskAttempt() {
            return new TaskAttempt(taskId(), attempt());
        }
    }

    /**
     * The first frame of a connection; nothing else is handled before the hub's {@code welcome}.
     *
     * @param protocol versions of the protocol that the agent speaks, now {@code [1]}
     * @param capabilities task types and further abilities
     * @param capacity how many tasks it runs at once
     * @param bootId changes whenever the machine restarts
     * @param highestEpoch the highest epoch it has seen from a hub; 0 for none
     * @param tasks everything in its journal that the hub has not acknowledged
     */
    record Hello(
            AgentId agentId,
            String version,
            List<Integer> protocol,
            Set<String> capabilities,
            int capacity,
            Host host,
            Map<String, String> labels,
            List<String> addresses,
            @Nullable String natAddress,
            String bootId,
            long highestEpoch,
            List<KnownTask> tasks)
            implements AgentFrame {

        /** The largest whole number that every reader of JSON keeps exactly (RFC 8259, section 6). */
        private static final long MAX_EPOCH = 1L << 53;

        public Hello {
            Frames.require(agentId, "agent_id");
            Frames.require(version, "version");
            Frames.require(host, "host");
            Frames.require(bootId, "boot_id");
            Frames.check(capacity >= 1 && capacity <= 10_000, "capacity", "must be 1 to 10000");
            Frames.check(highestEpoch >= 0 && highestEpoch <= MAX_EPOCH, "highest_epoch", "must be 0 to 2^53");
            protocol = Frames.list(protocol);
            capabilities = Frames.set(capabilities);
            labels = Frames.map(labels);
            addresses = Frames.list(addresses);
            tasks = Frames.list(tasks);
        }
    }

    /**
     * The machine that an agent runs on.
     *
     * @param os such as {@code linux}
     * @param arch such as {@code amd64}
     * @param cpus processors available to the agent
     * @param memoryMb main memory in MiB
     */
    record Host(String os, String arch, String hostname, int cpus, long memoryMb) {

        public Host {
            Frames.require(os, "host.os");
            Frames.require(arch, "host.arch");
            Frames.require(hostname, "host.hostname");
        }
    }

    /** An attempt in the agent's journal. */
    record KnownTask(TaskId taskId, int attempt, AttemptState state) {

        public KnownTask {
            Frames.require(taskId, "tasks.task_id");
            Frames.require(state, "tasks.state");
        }

        /** Task and attempt together. */
        public TaskAttempt taskAttempt() {
            return new TaskAttempt(taskId, attempt);
        }
    }

    /**
     * Sent at the interval that {@code welcome} names.
     *
     * @param running attempts that run now
     * @param capacity how many tasks it runs at once
     */
    record Heartbeat(ResourceUsage resourceUsage, int running, int capacity) implements AgentFrame {

        public Heartbeat {
            Frames.require(resourceUsage, "resource_usage");
            Frames.check(running >= 0, "running", "must not be negative");
            Frames.check(capacity >= 1 && capacity <= 10_000, "capacity", "must be 1 to 10000");
        }
    }

    /** Use of a machine's resources, each in percent from 0 to 100 (seed 000, ClientStatus). */
    record ResourceUsage(double cpu, double memory, double disk) {

        public ResourceUsage {
            Frames.check(percent(cpu) && percent(memory) && percent(disk), "resource_usage", "must be 0 to 100");
        }

        private static boolean percent(double value) {
            return value >= 0 && value <= 100;
        }
    }

    /** The offer is journalled; the attempt begins with {@code start}. */
    record Accepted(TaskId taskId, int attempt) implements OfTask {

        public Accepted {
            Frames.requireAttempt(taskId, attempt);
        }
    }

    /**
     * The offer is refused; nothing was done.
     *
     * @param reason stable code such as {@code at_capacity}, {@code unsupported}, {@code stale_epoch},
     *     {@code policy_command}
     * @param detail the reason in words; null where the code says all
     */
    record Rejected(
            TaskId taskId,
            int attempt,
            @Nullable String reason,
            @Nullable String detail) implements OfTask {

        public Rejected {
            Frames.requireAttempt(taskId, attempt);
        }

        /** A refusal whose code says all. */
        public Rejected(TaskId taskId, int attempt, @Nullable String reason) {
            this(taskId, attempt, reason, null);
        }
    }

    /** The attempt has begun and may have had effects. */
    record Started(TaskId taskId, int attempt, Instant at) implements OfTask {

        public Started {
            Frames.requireAttempt(taskId, attempt);
            Frames.require(at, "at");
        }
    }

    /**
     * A piece of what a task writes.
     *
     * @param seq offset in the stream, in bytes, of the first byte of {@code data}
     * @param data at most {@link OutputStreamName#CHUNK_LIMIT} bytes, as {@code encoding} says
     * @param encoding {@code utf-8} or {@code base64}
     */
    record Output(TaskId taskId, int attempt, OutputStreamName stream, long seq, String data, String encoding)
            implements OfTask {

        public Output {
            Frames.requireAttempt(taskId, attempt);
            Frames.require(stream, "stream");
            Frames.require(data, "data");
            Frames.check(seq >= 0, "seq", "must not be negative");
            Frames.check(
                    OutputData.UTF_8.equals(encoding) || OutputData.BASE64.equals(encoding),
                    "encoding",
                    "must be utf-8 or base64");
        }

        /** The piece as bytes. */
        public byte[] bytes() {
            return new OutputData(data, encoding).bytes();
        }
    }

    /**
     * The attempt is over. Sent again after every reconnect until the hub's {@code ack}.
     *
     * @param result what it brought; null where it never got so far
     * @param error stable code where it did not complete, such as {@code exit_code}, {@code connection_refused}
     * @param detail the error in words
     * @param noEffect whether it is certain that a failed attempt did nothing beyond the agent, as where a connection was
     *     refused, so that another does no harm; null for false
     */
    record Result(
            TaskId taskId,
            int attempt,
            ResultStatus status,
            @Nullable TaskResult result,
            @Nullable String error,
            @Nullable String detail,
            @Nullable Instant startedAt,
            Instant completedAt,
            @Nullable Boolean noEffect)
            implements OfTask {

        public Result {
            Frames.requireAttempt(taskId, attempt);
            Frames.require(status, "status");
            Frames.require(completedAt, "completed_at");
        }

        /** An attempt that may have had effects. */
        public Result(
                TaskId taskId,
                int attempt,
                ResultStatus status,
                @Nullable TaskResult result,
                @Nullable String error,
                @Nullable String detail,
                @Nullable Instant startedAt,
                Instant completedAt) {
            this(taskId, attempt, status, result, error, detail, startedAt, completedAt, null);
        }

        /** Whether it is certain that the attempt did nothing beyond the agent. */
        public boolean isWithoutEffect() {
            return Boolean.TRUE.equals(noEffect);
        }
    }

    /** The machine's addresses are others than {@code hello} said. */
    record NetworkChanged(List<String> addresses, @Nullable String natAddress) implements AgentFrame {

        public NetworkChanged {
            addresses = Frames.list(addresses);
        }
    }

    /**
     * The answer to {@code renew}. Sent again with the same key until {@code certificate} came.
     *
     * @param csr PKCS #10 request in PEM for a new P-256 key, signed by it (RFC 2986)
     */
    record CertificateRequest(String csr) implements AgentFrame {

        public CertificateRequest {
            Frames.require(csr, "csr");
        }
    }

    /**
     * What the agent observes of its machine, sent at the interval that {@code welcome} names. It replaces the one before.
     *
     * @param encoding {@value #GZIP_BASE64}
     * @param data a {@link io.ris.protocol.report.Report} in JSON, as {@code encoding} says
     */
    record Report(String encoding, String data) implements AgentFrame {

        public static final String GZIP_BASE64 = "gzip+base64";

        /** The most bytes that a report may be in JSON. */
        public static final int MAX_JSON_BYTES = 4 * 1024 * 1024;

        private static final String TYPE = "report";

        public Report {
            Frames.require(encoding, "encoding");
            Frames.require(data, "data");
            Frames.check(GZIP_BASE64.equals(encoding), "encoding", "must be " + GZIP_BASE64);
        }

        /** A report that is JSON already. */
        public static Report of(byte[] json) {
            return new Report(GZIP_BASE64, CompressedText.of(out -> out.write(json)));
        }

        /** A report, written without ever being in memory as JSON. */
        public static Report of(io.ris.protocol.report.Report report) {
            return new Report(
                    GZIP_BASE64, CompressedText.of(out -> Json.lenient().writeValue(out, report)));
        }

        /**
         * The report in JSON, which may be any that the agent wrote.
         *
         * @throws FrameException if there is none in it, or one of more than {@link #MAX_JSON_BYTES}
         */
        public byte[] json() throws FrameException {
            try {
                return CompressedText.expand(data, MAX_JSON_BYTES);
            } catch (IllegalArgumentException e) {
                throw new FrameException(FrameException.INVALID_FIELD, "data " + e.getMessage(), TYPE);
            }
        }
    }

    /**
     * A frame of the hub could not be handled.
     *
     * @param code stable code, as in {@link FrameException#code()}
     * @param message the reason in words
     * @param ref the frame's type, where it could be read
     */
    record Fault(String code, String message, @Nullable String ref) implements AgentFrame {}
}
