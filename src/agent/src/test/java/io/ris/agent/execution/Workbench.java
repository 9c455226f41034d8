package io.ris.agent.execution;

import io.ris.agent.docker.Engine;
import io.ris.agent.host.HostFacts;
import io.ris.agent.journal.Journal;
import io.ris.agent.loop.SingleThreadLoop;
import io.ris.agent.policy.AgentPolicy;
import io.ris.agent.policy.PolicyException;
import io.ris.agent.policy.PolicyFile;
import io.ris.protocol.AgentFrame;
import io.ris.protocol.CommandResult;
import io.ris.protocol.HttpResult;
import io.ris.protocol.HubFrame;
import io.ris.protocol.OutputData;
import io.ris.protocol.OutputStreamName;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/** Assignments over real processes, and a hub that records what it hears and acknowledges output. */
final class Workbench implements AutoCloseable {

    private static final Map<String, String> NO_ENGINE = Map.of("DOCKER_HOST", "none");

    private final Path directory;
    private final SingleThreadLoop loop = new SingleThreadLoop("agent", error -> {});
    private final List<AgentFrame> heard = new CopyOnWriteArrayList<>();
    private final Assignments assignments;
    private volatile boolean acknowledgesOutput = true;

    Workbench(Path directory) throws IOException {
        this(directory, 8, new HostFacts(Path.of("/proc")).bootId());
    }

    Workbench(Path directory, int capacity, String bootId) throws IOException {
        this(directory, capacity, bootId, AgentPolicy.byDefault(System.getProperty("user.name"), directory));
    }

    /** With a policy, as its file holds it. */
    static Workbench under(Path directory, String policy) throws IOException, PolicyException {
        Files.writeString(directory.resolve("policy.json"), policy);
        AgentPolicy rules = PolicyFile.read(null, directory, System.getProperty("user.name"));
        return new Workbench(directory, 8, new HostFacts(Path.of("/proc")).bootId(), rules);
    }

    /** With an engine that listens on this socket. */
    static Workbench withEngine(Path directory, Path socket) throws IOException {
        AgentPolicy policy = AgentPolicy.byDefault(System.getProperty("user.name"), directory);
        Engine engine = Engine.of(Map.of("DOCKER_HOST", "unix://" + socket));
        return new Workbench(directory, 8, new HostFacts(Path.of("/proc")).bootId(), policy, engine);
    }

    private Workbench(Path directory, int capacity, String bootId, AgentPolicy policy) throws IOException {
        this(directory, capacity, bootId, policy, Engine.of(NO_ENGINE));
    }

    private Workbench(Path directory, int capacity, String bootId, AgentPolicy policy, Engine engine)
            throws IOException {
        this.directory = directory;
        Path work = Files.createDirectories(directory.resolve("work"));
        Clock clock = Clock.systemUTC();
        assignments = new Assignments(
                Journal.open(directory.resolve("journal")),
                new TaskExecutors(
                        policy,
                        new CommandExecutor(work, System.getenv(), policy, loop, clock, bootId),
                        new HttpRequestExecutor(loop, clock, Duration.ofSeconds(1)),
                        new ConnectivityTester(loop, clock),
                        new FileExecutor(policy, loop, clock),
                        new DockerExecutor(engine, policy, loop, clock)),
                loop,
                Runnable::run,
                clock,
                capacity,
                bootId,
                new Hub());
        onLoop(() -> {
            assignments.recover();
            return null;
        });
    }

    static ConditionFactory await() {
        return Awaitility.await().atMost(Duration.ofSeconds(30)).pollInterval(Duration.ofMillis(10));
    }

    void acknowledgeOutput(boolean acknowledges) {
        acknowledgesOutput = acknowledges;
    }

    /** Returns when the verdict on an offer is in, as offers are examined on the loop here. */
    void say(HubFrame.OfTask frame) {
        onLoop(() -> {
            assignments.handle(frame);
            return null;
        });
        onLoop(() -> null);
    }

    void welcome(long epoch) {
        onLoop(() -> {
            assignments.welcomed(epoch);
            return null;
        });
    }

    <T> T ask(Function<Assignments, T> question) {
        return onLoop(() -> question.apply(assignments));
    }

    /** Runs an offer that begins at once, to its end. */
    AgentFrame.Result run(HubFrame.Offer offer) {
        say(offer);
        return result(offer);
    }

    AgentFrame.Result result(HubFrame.OfTask of) {
        return await().until(() -> results(of).stream().findFirst(), Optional::isPresent)
                .orElseThrow();
    }

    CommandResult command(HubFrame.Offer offer) {
        return (CommandResult) run(offer).result();
    }

    HttpResult http(HubFrame.Offer offer) {
        return (HttpResult) run(offer).result();
    }

    List<AgentFrame.Result> results(HubFrame.OfTask of) {
        return heard(AgentFrame.Result.class).stream()
                .filter(result -> result.taskAttempt().equals(of.taskAttempt()))
                .toList();
    }

    <T extends AgentFrame> List<T> heard(Class<T> kind) {
        return heard.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    List<AgentFrame> heard() {
        return heard;
    }

    /** What was streamed, put together by offset. */
    byte[] streamed(OutputStreamName stream) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (AgentFrame.Output piece : heard(AgentFrame.Output.class)) {
            if (piece.stream() == stream && piece.seq() == bytes.size()) {
                bytes.writeBytes(piece.bytes());
            }
        }
        return bytes.toByteArray();
    }

    /** All of standard output, whether it was streamed or came with the result. */
    byte[] stdout(CommandResult result) {
        return result.stdout() == null
                ? streamed(OutputStreamName.STDOUT)
                : new OutputData(
                                result.stdout(),
                                result.stdoutEncoding() == null ? OutputData.UTF_8 : result.stdoutEncoding())
                        .bytes();
    }

    /** A result with the text that went ahead of it, as it does where the machine is slow. */
    CommandResult whole(HubFrame.OfTask of, CommandResult result) {
        return new CommandResult(
                result.exitCode(),
                result.stdout() == null ? ahead(of, OutputStreamName.STDOUT) : result.stdout(),
                result.stdoutEncoding(),
                result.stderr() == null ? ahead(of, OutputStreamName.STDERR) : result.stderr(),
                result.stderrEncoding(),
                result.droppedBytes(),
                result.executionTime());
    }

    private String ahead(HubFrame.OfTask of, OutputStreamName stream) {
        return heard(AgentFrame.Output.class).stream()
                .filter(piece -> piece.stream() == stream && piece.taskId().equals(of.taskId()))
                .map(piece -> new String(piece.bytes(), StandardCharsets.UTF_8))
                .collect(Collectors.joining());
    }

    Path journalled(HubFrame.OfTask of) {
        return directory.resolve("journal").resolve(of.taskId() + "." + of.attempt());
    }

    Path work() {
        return directory.resolve("work");
    }

    /** Ends this agent; what it started goes on. */
    @Override
    public void close() {
        onLoop(() -> null);
        loop.close();
    }

    private <T> T onLoop(Callable<T> action) {
        CompletableFuture<T> done = new CompletableFuture<>();
        loop.execute(() -> {
            try {
                done.complete(action.call());
            } catch (Exception e) {
                done.completeExceptionally(e);
            }
        });
        return done.orTimeout(30, TimeUnit.SECONDS).join();
    }

    private final class Hub implements Uplink {

        @Override
        public void send(AgentFrame frame) {
            heard.add(frame);
        }

        @Override
        public void sendLazily(Supplier<Optional<AgentFrame>> frame) {
            loop.execute(() -> frame.get().ifPresent(heard::add));
        }

        @Override
        public void wake() {
            Optional<AgentFrame> piece = assignments.nextOutput();
            while (piece.isPresent()) {
                heard.add(piece.get());
                if (acknowledgesOutput) {
                    acknowledge((AgentFrame.Output) piece.get());
                }
                piece = assignments.nextOutput();
            }
        }

        private void acknowledge(AgentFrame.Output piece) {
            long end = piece.seq() + piece.bytes().length;
            loop.execute(() -> {
                try {
                    assignments.handle(new HubFrame.OutputAck(piece.taskId(), piece.attempt(), piece.stream(), end));
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            });
        }
    }
}
