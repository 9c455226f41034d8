package io.ris.agent;

import io.ris.agent.connection.HubConnection;
import io.ris.agent.connection.HubPeer;
import io.ris.agent.docker.Engine;
import io.ris.agent.enrolment.HubCredentials;
import io.ris.agent.enrolment.Identity;
import io.ris.agent.enrolment.IdentityFiles;
import io.ris.agent.execution.Assignments;
import io.ris.agent.execution.CommandExecutor;
import io.ris.agent.execution.ConnectivityTester;
import io.ris.agent.execution.DockerExecutor;
import io.ris.agent.execution.FileExecutor;
import io.ris.agent.execution.HttpRequestExecutor;
import io.ris.agent.execution.TaskExecutors;
import io.ris.agent.execution.Uplink;
import io.ris.agent.host.HostFacts;
import io.ris.agent.host.HostUsage;
import io.ris.agent.journal.Journal;
import io.ris.agent.loop.SingleThreadLoop;
import io.ris.agent.loop.Workers;
import io.ris.agent.policy.AgentPolicy;
import io.ris.agent.storage.AgentStatus;
import io.ris.agent.storage.DataDirectory;
import io.ris.agent.telemetry.Reporter;
import io.ris.agent.telemetry.Telemetry;
import io.ris.protocol.AgentFrame;
import io.ris.protocol.FrameCodec;
import io.ris.protocol.HubFrame;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A running agent: its parts put together. Commands that run outlive it and are found again by the next agent on the same
 * data directory. Thread-safe.
 */
final class Agent {

    private static final Logger LOG = System.getLogger(Agent.class.getName());
    private static final Path PROC = Path.of("/proc");
    private static final Duration STATUS_INTERVAL = Duration.ofSeconds(1);
    private static final long STOP_SECONDS = 3;

    private final Identity identity;
    private final Path directory;
    private final String policy;
    private final String version;
    private final Notices notices;
    private final Clock clock;
    private final SingleThreadLoop loop = new SingleThreadLoop("agent", this::broken);
    private final CompletableFuture<ExitCode> end = new CompletableFuture<>();
    private final AtomicBoolean stopping = new AtomicBoolean();
    private final HostFacts facts = new HostFacts(PROC);
    private final HostUsage usage;
    private final String bootId = facts.bootId();
    private final Assignments assignments;
    private final HubCredentials credentials;
    private final HubConnection connection;
    private final Telemetry telemetry;
    private List<String> addresses = List.of();
    private @Nullable String gaveUpBecause;
    private AgentStatus status;

    Agent(
            DataDirectory data,
            Identity identity,
            AgentPolicy policy,
            int capacity,
            String version,
            Notices notices,
            Clock clock)
            throws IOException, GeneralSecurityException {
        this.identity = identity;
        this.directory = data.path();
        this.version = version;
        this.notices = notices;
        this.clock = clock;
        this.usage = new HostUsage(PROC, directory);
        Engine engine = Engine.of(System.getenv());
        CommandExecutor commands = new CommandExecutor(data.work(), System.getenv(), policy, loop, clock, bootId);
        this.assignments = new Assignments(
                Journal.open(data.journal()),
                new TaskExecutors(
                        policy,
                        commands,
                        new HttpRequestExecutor(loop, clock),
                        new ConnectivityTester(loop, clock),
                        new FileExecutor(policy, loop, clock),
                        new DockerExecutor(engine, policy, loop, clock)),
                loop,
                new Workers("examination"),
                clock,
                capacity,
                bootId,
                new ToHub());
        this.policy = policy.file().map(Path::toString).orElse("default");
        this.credentials = new HubCredentials(new IdentityFiles(directory), identity, loop, clock);
        this.connection = HubConnection.to(credentials, loop, clock, RandomGenerator.getDefault(), new FromHub());
        this.telemetry = Telemetry.of(
                new Reporter(identity.agentId(), PROC, engine, clock),
                policy::permitsCollector,
                loop,
                new Workers("telemetry", 1),
                RandomGenerator.getDefault(),
                connection::sendReport);
        this.status = status(AgentStatus.CONNECTING, clock.instant());
    }

    /** Takes up the journal and begins to connect; answers how the process should end, when it should. */
    CompletableFuture<ExitCode> start() {
        loop.execute(() -> {
            try {
                assignments.recover();
            } catch (IOException e) {
                LOG.log(Level.ERROR, "the journal cannot be taken up", e);
                end.complete(ExitCode.DATA_DIRECTORY);
                return;
            }
            enter(AgentStatus.CONNECTING);
            connection.connect();
            keepStatus();
        });
        return end;
    }

    /** Closes the connection in order, at the first call. What runs goes on. */
    void stop() throws InterruptedException {
        if (!stopping.compareAndSet(false, true)) {
            return;
        }
        CountDownLatch closed = new CountDownLatch(1);
        loop.execute(() -> {
            connection.stop();
            if (gaveUpBecause == null) {
                enter(AgentStatus.STOPPED);
            }
            closed.countDown();
        });
        if (!closed.await(STOP_SECONDS, TimeUnit.SECONDS)) {
            LOG.log(Level.WARNING, "the connection could not be closed in order");
        }
        loop.close();
        end.complete(ExitCode.STOPPED);
    }

    /** After an error of the runtime, such as a class that is gone, nothing of this process can be relied on. */
    private void broken(Error error) {
        LOG.log(Level.ERROR, "the agent cannot go on", error);
        Runtime.getRuntime().halt(ExitCode.FAILED.status());
    }

    private void keepStatus() {
        refreshStatus();
        loop.schedule(STATUS_INTERVAL, this::keepStatus);
    }

    private void enter(String state) {
        write(status(state, clock.instant()));
    }

    private void refreshStatus() {
        AgentStatus now = status(status.state(), status.since());
        if (!now.equals(status)) {
            write(now);
        }
    }

    private void write(AgentStatus now) {
        status = now;
        try {
            now.writeTo(directory);
        } catch (IOException e) {
            LOG.log(Level.WARNING, "status.json cannot be written", e);
        }
    }

    private AgentStatus status(String state, Instant since) {
        return new AgentStatus(
                state,
                identity.hub().toString(),
                identity.agentId(),
                identity.name(),
                ProcessHandle.current().pid(),
                since,
                assignments.running(),
                assignments.waitingResults(),
                assignments.runningTasks(),
                assignments.highestEpoch(),
                credentials.expiresAt(),
                policy,
                telemetry.inForce(),
                gaveUpBecause);
    }

    /** What the assignments say to the hub. */
    private final class ToHub implements Uplink {

        @Override
        public void send(AgentFrame frame) {
            connection.send(frame);
        }

        @Override
        public void sendLazily(Supplier<Optional<AgentFrame>> frame) {
            connection.sendLazily(frame);
        }

        @Override
        public void wake() {
            connection.wake();
        }
    }

    /** What the connection asks and tells. */
    private final class FromHub implements HubPeer {

        @Override
        public AgentFrame.Hello hello() {
            addresses = facts.addresses();
            assignments.beginSession();
            return new AgentFrame.Hello(
                    identity.agentId(),
                    version,
                    List.of(FrameCodec.VERSION),
                    assignments.capabilities(),
                    assignments.capacity(),
                    facts.host(),
                    Map.copyOf(identity.labels()),
                    addresses,
                    null,
                    bootId,
                    assignments.highestEpoch(),
                    assignments.known());
        }

        @Override
        public AgentFrame.Heartbeat heartbeat() {
            return new AgentFrame.Heartbeat(usage.sample(), assignments.running(), assignments.capacity());
        }

        @Override
        public Optional<AgentFrame.NetworkChanged> networkChange() {
            List<String> now = facts.addresses();
            if (now.equals(addresses)) {
                return Optional.empty();
            }
            addresses = now;
            return Optional.of(new AgentFrame.NetworkChanged(now, null));
        }

        @Override
        public Optional<AgentFrame> nextOutput() {
            return assignments.nextOutput();
        }

        @Override
        public void welcomed(HubFrame.Welcome welcome) throws IOException {
            credentials.connected();
            assignments.welcomed(welcome.epoch());
            telemetry.welcomed(welcome.telemetry());
            enter(AgentStatus.CONNECTED);
            notices.connected(identity.hub(), identity.name(), identity.agentId());
        }

        @Override
        public void received(HubFrame.OfTask frame) throws IOException {
            assignments.handle(frame);
        }

        @Override
        public void received(HubFrame.OfCertificate frame) {
            try {
                switch (frame) {
                    case HubFrame.Renew renew -> connection.send(credentials.request());
                    case HubFrame.Certificate certificate -> renewed(certificate);
                }
            } catch (IOException | GeneralSecurityException e) {
                LOG.log(
                        Level.ERROR,
                        "the certificate cannot be renewed now; the hub will ask again: {0}",
                        e.getMessage());
            }
        }

        private void renewed(HubFrame.Certificate certificate) throws IOException, GeneralSecurityException {
            credentials.install(certificate.clientCert());
            notices.progress("the certificate was renewed, until " + credentials.expiresAt());
            connection.reconnect("the certificate was renewed");
        }

        @Override
        public void disconnected(String reason, Duration next) {
            telemetry.disconnected();
            enter(AgentStatus.CONNECTING);
            notices.disconnected(reason, next);
        }

        /** As at a stop: what runs goes on, and the next agent here finds it. */
        @Override
        public void gaveUp(String reason) {
            gaveUpBecause = reason;
            telemetry.disconnected();
            enter(AgentStatus.GAVE_UP);
            notices.failed(
                    reason + "; giving up, as the hub wants it"
                            + " (client_management.reconnection_policy.max_attempts); start the agent again once the hub is back");
            end.complete(ExitCode.GAVE_UP);
        }

        @Override
        public void dismissed(String reason) {
            telemetry.disconnected();
            enter(AgentStatus.STOPPED);
            notices.dismissed(reason);
            assignments.abandon(() -> end.complete(ExitCode.DISMISSED));
        }
    }
}
