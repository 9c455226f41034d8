package io.ris.agent.execution;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.ris.agent.docker.Containers;
import io.ris.agent.docker.EngineException;
import io.ris.agent.docker.LogCopy;
import io.ris.agent.journal.JournalEntry;
import io.ris.agent.journal.StartMark;
import io.ris.agent.loop.EventLoop;
import io.ris.agent.storage.AtomicFile;
import io.ris.protocol.DockerResult;
import io.ris.protocol.DockerSpec;
import io.ris.protocol.Json;
import io.ris.protocol.OutputData;
import io.ris.protocol.OutputStreamName;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.SocketException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a task does with one container. The container is the engine's child and outlives the agent; how it ended is noted in
 * the journal before it is removed.
 */
final class ContainerExecution implements Execution {

    /** What the container was when it had ended. */
    private static final String ENDED = "container";

    /** How long the engine may take beyond its own grace to say that a container has ended. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private static final Logger LOG = System.getLogger(ContainerExecution.class.getName());

    private final Containers containers;
    private final EnginePatience patience;
    private final JournalEntry entry;
    private final Instant startedAt;
    private final DockerSpec spec;
    private final AttemptOutput output;
    private final EventLoop loop;
    private final Clock clock;
    private final Consumer<Outcome> ended;
    private final LogCopy logs;
    private final Path note;
    private final Object lock = new Object();
    private @Nullable Thread thread;
    private volatile boolean resumed;
    private @Nullable String running;
    private @Nullable StopReason stopReason;
    private volatile boolean over;

    /** Whether the engine went away in between; known to the thread alone. */
    private boolean retried;

    ContainerExecution(
            Containers containers,
            JournalEntry entry,
            StartMark mark,
            DockerSpec spec,
            AttemptOutput output,
            EventLoop loop,
            Clock clock,
            Consumer<Outcome> ended) {
        this.containers = containers;
        this.patience = new EnginePatience(clock);
        this.entry = entry;
        this.startedAt = mark.at();
        this.spec = spec;
        this.output = output;
        this.loop = loop;
        this.clock = clock;
        this.ended = ended;
        this.note = entry.directory().resolve(ENDED);
        this.logs = new LogCopy(
                output.stream(OutputStreamName.STDOUT).file(),
                output.stream(OutputStreamName.STDERR).file(),
                output.stream(OutputStreamName.STDOUT).cap());
    }

    /** @param again whether an earlier agent process has begun it */
    ContainerExecution begin(boolean again) {
        resumed = again;
        Thread worker = new Thread(() -> run(again), "container");
        worker.setDaemon(true);
        thread = worker;
        worker.start();
        return this;
    }

    private void run(boolean again) {
        boolean begunBefore = again;
        while (!comesToAnEnd(begunBefore) && EnginePatience.pauses()) {
            begunBefore = true;
        }
    }

    /** Answers false where the engine went away, which may come back with the container. */
    private boolean comesToAnEnd(boolean begunBefore) {
        try {
            Optional<DockerResult.Container> container = act(begunBefore);
            loop.execute(() -> end(container.map(this::outcome).orElseGet(() -> Outcome.unknown(clock.instant()))));
        } catch (CancellationException | ClosedByInterruptException stopped) {
            Thread.interrupted();
            clear();
            loop.execute(() -> end(stoppedEarly()));
        } catch (EngineException e) {
            fail(e.code(), String.valueOf(e.getMessage()));
        } catch (FileSystemException e) {
            fail("io_error", "the machine does not keep it: " + e.getMessage());
        } catch (IOException e) {
            return engineWentAway(e);
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "a container cannot be looked after", e);
            fail("internal_error", "the container cannot be looked after");
        }
        return true;
    }

    private boolean engineWentAway(IOException e) {
        if (mayRun() && !over) {
            LOG.log(Level.INFO, "the engine of a container went away: {0}", e.getMessage());
            retried = true;
            return false;
        }
        if (e instanceof SocketException) {
            // Of an engine that went away in the middle nobody knows what it has done.
            fail("engine_unreachable", "the engine does not answer: " + e.getMessage());
        } else {
            fail("engine_failed", "the engine does not say what it does: " + e.getMessage());
        }
        return true;
    }

    /** Whether the container may be there and run, so that it must be looked after or removed. */
    private boolean mayRun() {
        return spec.action().equals("run") && (resumed || isBegun());
    }

    /** Nothing is left that nobody looks after. Whoever is interrupted while it is made does not know whether it was. */
    private void clear() {
        if (spec.action().equals("run")) {
            patience.insist("remove the container of " + entry.attempt(), () -> {
                Optional<String> made = containers.find(entry.attempt());
                if (made.isPresent()) {
                    containers.stop(made.get());
                    containers.remove(made.get());
                }
            });
        }
    }

    private Optional<DockerResult.Container> act(boolean again) throws EngineException, IOException {
        return switch (spec.action()) {
            case "stop" -> Optional.of(stopNamed());
            case "logs" -> Optional.of(readNamed());
            default -> again ? resumed() : Optional.of(begun(containers.create(spec, entry.attempt())));
        };
    }

    private DockerResult.Container stopNamed() throws EngineException, IOException {
        String id = containers.require(String.valueOf(spec.serviceName()));
        DockerResult.Container found = containers.look(id);
        containers.stop(id);
        DockerResult.Container stopped = lookOnce(id).orElseGet(() -> removed(found, found.exitCode()));
        containers.remove(id);
        return stopped;
    }

    /** How it is, unless the task that ran it, or one that stops it, has just removed it. */
    private Optional<DockerResult.Container> lookOnce(String id) throws EngineException, IOException {
        try {
            return Optional.of(containers.look(id));
        } catch (EngineException e) {
            if (!e.saysGone()) {
                throw e;
            }
            return Optional.empty();
        }
    }

    private static DockerResult.Container removed(DockerResult.Container before, @Nullable Integer exitCode) {
        return new DockerResult.Container(before.id(), before.name(), "removed", exitCode, before.outOfMemory());
    }

    private DockerResult.Container readNamed() throws EngineException, IOException {
        String id = containers.require(String.valueOf(spec.serviceName()));
        containers.copyLogs(id, false, spec.tail(), logs);
        return containers.look(id);
    }

    private Optional<DockerResult.Container> resumed() throws EngineException, IOException {
        if (Files.exists(note)) {
            DockerResult.Container noted =
                    Json.lenient().readValue(Files.readString(note), DockerResult.Container.class);
            containers.remove(noted.id());
            return Optional.of(noted);
        }
        Optional<String> found = containers.find(entry.attempt());
        return found.isPresent() ? Optional.of(begun(found.get())) : Optional.empty();
    }

    /** From a container that is there to its end, or to where it runs by itself. */
    private DockerResult.Container begun(String id) throws EngineException, IOException {
        boolean wanted = starts(id);
        DockerResult.Container found = containers.look(id);
        if (found.exitCode() != null && !retried) {
            endedBefore();
        } else if (wanted && found.exitCode() == null) {
            start(id);
        } else if (found.state().equals("created")) {
            containers.remove(id);
            throw new CancellationException("stopped before it ran");
        }
        if (reason().isPresent()) {
            containers.stop(id); // whoever stopped it may have done so just before it ran
        } else if (spec.detaches()) {
            return containers.look(id);
        }
        containers.copyLogs(id, true, null, logs);
        DockerResult.Container last = last(found, containers.await(id));
        note(last);
        containers.remove(id);
        return last;
    }

    /** A task that stops the container may remove it in this moment; how it ended is known all the same. */
    private DockerResult.Container last(DockerResult.Container found, int exitCode)
            throws EngineException, IOException {
        try {
            containers.copyRest(found.id(), logs);
        } catch (EngineException e) {
            if (!e.saysGone()) {
                throw e;
            }
        }
        return lookOnce(found.id()).orElseGet(() -> removed(found, exitCode));
    }

    private void start(String id) throws EngineException, IOException {
        try {
            containers.start(id);
        } catch (EngineException e) {
            containers.remove(id);
            throw new EngineException("launch_failed", String.valueOf(e.getMessage()));
        }
    }

    /** It ended while the agent was away: a stop that came since came too late. */
    private void endedBefore() {
        synchronized (lock) {
            stopReason = null;
        }
    }

    private void note(DockerResult.Container last) throws IOException {
        try {
            AtomicFile.writeDurably(note, Json.lenient().writeValueAsString(last));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a container that cannot be written", e);
        } catch (IOException e) {
            throw new FileSystemException(note.toString(), null, e.getMessage());
        }
    }

    /** From here on it is stopped through the engine; answers false where it has been stopped already. */
    private boolean starts(String id) {
        synchronized (lock) {
            running = id;
            return stopReason == null;
        }
    }

    @Override
    public void stop(StopReason reason) {
        synchronized (lock) {
            if (over || stopReason != null) {
                return;
            }
            stopReason = reason;
            if (running == null && thread != null && !resumed) {
                thread.interrupt();
            } else if (running != null) {
                Thread stopping = new Thread(() -> stopContainer(String.valueOf(running)), "container-stop");
                stopping.setDaemon(true);
                stopping.start();
            }
        }
        loop.schedule(PATIENCE, () -> end(stoppedEarly()));
    }

    private void stopContainer(String id) {
        patience.insist("stop the container " + id, () -> containers.stop(id));
    }

    private Outcome stoppedEarly() {
        return Outcome.stopped(reason().orElse(StopReason.CANCELLED), null, clock.instant());
    }

    private Optional<StopReason> reason() {
        synchronized (lock) {
            return Optional.ofNullable(stopReason);
        }
    }

    private boolean isBegun() {
        synchronized (lock) {
            return running != null;
        }
    }

    private void fail(String code, String words) {
        boolean nothingDone = code.equals("engine_unreachable") && !mayRun();
        String detail = SecretMask.of(spec).detail(words);
        loop.execute(() -> {
            Optional<StopReason> reason = reason();
            if (reason.isPresent()) {
                end(stoppedEarly());
            } else if (nothingDone) {
                end(Outcome.withoutEffect(code, detail, clock.instant()));
            } else {
                end(Outcome.failed(null, code, detail, clock.instant()));
            }
        });
        if (mayRun()) {
            clear();
        }
    }

    private Outcome outcome(DockerResult.Container container) {
        Instant at = clock.instant();
        try {
            DockerResult result = result(container, at);
            Optional<StopReason> reason = reason();
            if (reason.isPresent()) {
                return Outcome.stopped(reason.get(), result, at);
            }
            Integer exitCode = container.exitCode();
            if (!spec.action().equals("run") || exitCode == null || exitCode == 0) {
                return Outcome.completed(result, at);
            }
            return container.outOfMemory()
                    ? Outcome.failed(result, "out_of_memory", "the container used more memory than it may", at)
                    : Outcome.failed(result, "exit_code", "the container ended with exit status " + exitCode, at);
        } catch (IOException e) {
            LOG.log(Level.ERROR, "the output of a container cannot be read in " + entry.directory(), e);
            return Outcome.unknown(at);
        }
    }

    private DockerResult result(DockerResult.Container container, Instant at) throws IOException {
        output.stream(OutputStreamName.STDOUT).drop(logs.stdoutBeyond());
        output.stream(OutputStreamName.STDERR).drop(logs.stderrBeyond());
        output.tend(false);
        OutputData stdout = output.inline(OutputStreamName.STDOUT);
        OutputData stderr = output.inline(OutputStreamName.STDERR);
        return new DockerResult(
                container,
                stdout == null ? null : stdout.text(),
                stdout == null ? null : stdout.encodingUnlessUtf8(),
                stderr == null ? null : stderr.text(),
                stderr == null ? null : stderr.encodingUnlessUtf8(),
                output.dropped(),
                Math.max(0, Duration.between(startedAt, at).toMillis()));
    }

    private void end(Outcome outcome) {
        if (!over) {
            over = true;
            ended.accept(outcome);
        }
    }

    @Override
    public void poll() {
        // The thread tells the end by itself.
    }
}
