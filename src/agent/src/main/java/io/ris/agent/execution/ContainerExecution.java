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
    private boolean resumed;
    private @Nullable String running;
    private @Nullable StopReason stopReason;
    private boolean over;

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
        try {
            Optional<DockerResult.Container> container = act(again);
            loop.execute(() -> end(container.map(this::outcome).orElseGet(() -> Outcome.unknown(clock.instant()))));
        } catch (CancellationException | ClosedByInterruptException stopped) {
            removeWhatIsThere();
            loop.execute(() -> end(stoppedEarly()));
        } catch (EngineException e) {
            fail(e.code(), String.valueOf(e.getMessage()));
        } catch (SocketException e) {
            // Of an engine that went away in the middle nobody knows what it has done.
            fail("engine_unreachable", "the engine does not answer: " + e.getMessage());
        } catch (IOException e) {
            fail("engine_failed", "the engine does not say what it does: " + e.getMessage());
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "a container cannot be looked after", e);
            fail("internal_error", "the container cannot be looked after");
        }
    }

    /** Whoever is interrupted while a container is made does not know whether it was. */
    private void removeWhatIsThere() {
        Thread.interrupted();
        if (!spec.action().equals("run")) {
            return;
        }
        try {
            Optional<String> made = containers.find(entry.attempt());
            if (made.isPresent()) {
                containers.remove(made.get());
            }
        } catch (EngineException | IOException e) {
            LOG.log(Level.WARNING, "a container may be left that never ran: {0}", e.getMessage());
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
        containers.stop(id);
        DockerResult.Container stopped = containers.look(id);
        containers.remove(id);
        return stopped;
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
        if (found.exitCode() != null) {
            endedBefore();
        } else if (wanted) {
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
        containers.await(id);
        containers.copyRest(id, logs);
        DockerResult.Container last = containers.look(id);
        note(last);
        containers.remove(id);
        return last;
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
        try {
            containers.stop(id);
        } catch (EngineException | IOException e) {
            LOG.log(Level.WARNING, "a container cannot be stopped: {0}", e.getMessage());
        }
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
        boolean nothingDone = code.equals("engine_unreachable") && !isBegun();
        loop.execute(() -> {
            Optional<StopReason> reason = reason();
            if (reason.isPresent()) {
                end(stoppedEarly());
            } else if (nothingDone) {
                end(Outcome.withoutEffect(code, words, clock.instant()));
            } else {
                end(Outcome.failed(null, code, words, clock.instant()));
            }
        });
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
