package io.ris.agent.execution;

import io.ris.agent.docker.Engine;
import io.ris.agent.journal.Journal;
import io.ris.agent.policy.AgentPolicy;
import io.ris.agent.testing.ManualLoop;
import io.ris.protocol.AgentFrame;
import io.ris.protocol.HubFrame;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.function.Supplier;

/** Assignments of which time, and the threads that examine offers, move only when a test says so. For one thread. */
final class ManualBench implements Uplink {

    static final int CAPACITY = 2;

    private static final String BOOT = "boot";

    final ManualLoop loop = new ManualLoop();
    final Queue<Runnable> examinations = new ArrayDeque<>();
    final Assignments assignments;
    private final List<AgentFrame> heard = new ArrayList<>();
    private final Path journal;
    private int wakes;

    ManualBench(Path directory) throws IOException {
        journal = directory.resolve("journal");
        Path work = Files.createDirectories(directory.resolve("work"));
        AgentPolicy policy = AgentPolicy.byDefault(System.getProperty("user.name"), directory);
        assignments = new Assignments(
                Journal.open(journal),
                new TaskExecutors(
                        policy,
                        new CommandExecutor(work, System.getenv(), policy, loop, loop, BOOT),
                        new HttpRequestExecutor(loop, loop),
                        new ConnectivityTester(loop, loop),
                        new FileExecutor(policy, loop, loop),
                        new DockerExecutor(Engine.of(Map.of("DOCKER_HOST", "none")), policy, loop, loop)),
                loop,
                examinations::add,
                loop,
                CAPACITY,
                BOOT,
                this);
        assignments.recover();
    }

    /** Without the verdict on an offer. */
    void say(HubFrame.OfTask frame) throws IOException {
        assignments.handle(frame);
        loop.run();
    }

    /** Comes to the verdict on each offer that is to be examined. */
    void examine() {
        while (!examinations.isEmpty()) {
            examinations.remove().run();
        }
        loop.run();
    }

    void advance(Duration time) {
        loop.advance(time);
    }

    <T extends AgentFrame> List<T> heard(Class<T> kind) {
        return heard.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    List<AgentFrame> heard() {
        return heard;
    }

    int wakes() {
        return wakes;
    }

    /** From now on the file of this attempt cannot be written, as on a full disk. */
    void fill(HubFrame.OfTask of, String file) throws IOException {
        fill(of.taskId() + "." + of.attempt() + "/" + file);
    }

    /** From now on the file of the journal cannot be written, as on a full disk. */
    void fill(String file) throws IOException {
        Files.createFile(Files.createDirectory(obstacle(file)).resolve("x"));
    }

    void free(HubFrame.OfTask of, String file) throws IOException {
        Path obstacle = obstacle(of.taskId() + "." + of.attempt() + "/" + file);
        Files.delete(obstacle.resolve("x"));
        Files.delete(obstacle);
    }

    /** A directory with something in it stands where the next version of the file is to be written. */
    private Path obstacle(String file) {
        return journal.resolve(file + ".tmp");
    }

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
        wakes++;
        Optional<AgentFrame> piece = assignments.nextOutput();
        while (piece.isPresent()) {
            heard.add(piece.get());
            piece = assignments.nextOutput();
        }
    }
}
