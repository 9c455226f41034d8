package io.ris.agent.execution;

import io.ris.agent.loop.EventLoop;
import io.ris.protocol.CommandResult;
import io.ris.protocol.OutputData;
import io.ris.protocol.OutputStreamName;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A command that runs, whichever agent process started it. Its end is known from files, and where a full disk did not take
 * them, from being the supervisor's parent.
 */
final class CommandExecution implements Execution {

    /** How long a stopped command may take to end by itself. */
    static final Duration GRACE = Duration.ofSeconds(5);

    /** A launched supervisor leads its group and has noted so within a few of these. */
    private static final Duration FORMING = Duration.ofMillis(20);

    private static final Logger LOG = System.getLogger(CommandExecution.class.getName());
    /** A kill that came before the group was known, or that a process in the kernel did not heed yet, is repeated. */
    private static final Duration KILL_AGAIN = Duration.ofSeconds(1);

    private static final int FIRST_BY_SIGNAL = 128;
    private static final int KILLED = FIRST_BY_SIGNAL + 9;

    private final @Nullable Process supervisor;
    private final Path directory;
    private final Instant startedAt;
    private final AttemptOutput output;
    private final EventLoop loop;
    private final Clock clock;
    private final Consumer<Outcome> ended;
    private Optional<ProcessGroup> group;
    private @Nullable StopReason stopReason;
    private boolean killed;
    private boolean over;

    private CommandExecution(
            @Nullable Process supervisor,
            Optional<ProcessGroup> group,
            Path directory,
            Instant startedAt,
            AttemptOutput output,
            EventLoop loop,
            Clock clock,
            Consumer<Outcome> ended) {
        this.supervisor = supervisor;
        this.group = group;
        this.directory = directory;
        this.startedAt = startedAt;
        this.output = output;
        this.loop = loop;
        this.clock = clock;
        this.ended = ended;
    }

    static CommandExecution launched(
            Process supervisor,
            Path directory,
            Instant startedAt,
            AttemptOutput output,
            EventLoop loop,
            Clock clock,
            Consumer<Outcome> ended) {
        return new CommandExecution(supervisor, Optional.empty(), directory, startedAt, output, loop, clock, ended);
    }

    /** @param group the processes, as far as they may still be there */
    static CommandExecution found(
            Optional<ProcessGroup> group,
            Path directory,
            Instant startedAt,
            AttemptOutput output,
            EventLoop loop,
            Clock clock,
            Consumer<Outcome> ended) {
        CommandExecution execution =
                new CommandExecution(null, group, directory, startedAt, output, loop, clock, ended);
        loop.execute(execution::poll);
        return execution;
    }

    @Override
    public void stop(StopReason reason) {
        if (over || stopReason != null) {
            return;
        }
        stopReason = reason;
        terminate();
        loop.schedule(GRACE, this::kill);
    }

    private void terminate() {
        boolean stillForming = group().isEmpty() && isAlive();
        if (stillForming && !killed) {
            loop.schedule(FORMING, this::terminate);
            return;
        }
        signal("TERM");
    }

    private void kill() {
        if (over) {
            return;
        }
        killed = true;
        signal("KILL");
        poll();
        loop.schedule(KILL_AGAIN, this::kill);
    }

    private boolean isAlive() {
        return supervisor == null ? group.filter(ProcessGroup::isAlive).isPresent() : supervisor.isAlive();
    }

    @Override
    public void poll() {
        // Asked in this order: the exit status is written before the supervisor ends.
        if (over || isAlive()) {
            return;
        }
        boolean othersMayClean = stopReason != null && !killed;
        if (othersMayClean && hasMembers()) {
            return;
        }
        over = true;
        try {
            ended.accept(outcome());
        } catch (IOException e) {
            LOG.log(Level.ERROR, "the end of a command cannot be read in " + directory, e);
            ended.accept(Outcome.unknown(clock.instant()));
        }
    }

    private Outcome outcome() throws IOException {
        OptionalInt status = exitStatus();
        if (stopReason != null) {
            Instant now = clock.instant();
            return Outcome.stopped(stopReason, result(status.orElse(KILLED), now), now);
        }
        if (status.isEmpty()) {
            endLeftovers();
            return Outcome.unknown(clock.instant());
        }
        int code = status.getAsInt();
        Instant at = supervisor == null ? exitTime() : clock.instant();
        CommandResult result = result(code, at);
        return code == 0
                ? Outcome.completed(result, at)
                : Outcome.failed(result, "exit_code", "the command ended with exit status " + code, at);
    }

    private CommandResult result(int exitCode, Instant at) throws IOException {
        output.tend(false);
        OutputData stdout = output.inline(OutputStreamName.STDOUT);
        OutputData stderr = output.inline(OutputStreamName.STDERR);
        return new CommandResult(
                exitCode,
                stdout == null ? null : stdout.text(),
                stdout == null ? null : stdout.encodingUnlessUtf8(),
                stderr == null ? null : stderr.text(),
                stderr == null ? null : stderr.encodingUnlessUtf8(),
                output.dropped(),
                Math.max(0, Duration.between(startedAt, at).toMillis()));
    }

    private OptionalInt exitStatus() throws IOException {
        OptionalInt noted = notedStatus();
        return noted.isPresent() || supervisor == null ? noted : seenStatus(supervisor.exitValue());
    }

    /** A supervisor that a signal ended has none of the command's; one that came to its note has, though it be empty. */
    private OptionalInt seenStatus(int status) {
        return status < FIRST_BY_SIGNAL || Files.exists(directory.resolve(CommandLaunch.EXIT))
                ? OptionalInt.of(status)
                : OptionalInt.empty();
    }

    private OptionalInt notedStatus() throws IOException {
        try {
            String text = Files.readString(directory.resolve(CommandLaunch.EXIT));
            return text.endsWith("\n") ? OptionalInt.of(Integer.parseInt(text.trim())) : OptionalInt.empty();
        } catch (NoSuchFileException none) {
            return OptionalInt.empty();
        }
    }

    private Instant exitTime() throws IOException {
        return Files.getLastModifiedTime(directory.resolve(CommandLaunch.EXIT)).toInstant();
    }

    /** A command whose supervisor was killed runs unwatched; nobody could say any more what becomes of it. */
    private void endLeftovers() throws IOException {
        if (hasMembers()) {
            signal("KILL");
        }
    }

    private boolean hasMembers() {
        return group().filter(ProcessGroup::hasMembers).isPresent();
    }

    private void signal(String signal) {
        try {
            Optional<ProcessGroup> group = group().filter(ProcessGroup::hasMembers);
            if (group.isPresent()) {
                group.get().signal(signal);
            }
        } catch (IOException e) {
            LOG.log(Level.ERROR, "a command cannot be signalled", e);
        }
    }

    /** As the supervisor noted it, or as it is where it could not. */
    private Optional<ProcessGroup> group() {
        if (group.isEmpty() && supervisor != null) {
            group = noted().or(() -> led(supervisor));
        }
        return group;
    }

    private Optional<ProcessGroup> noted() {
        try {
            return ProcessGroup.read(directory.resolve(CommandLaunch.PROCESS));
        } catch (IOException e) {
            LOG.log(Level.ERROR, "the processes of a command cannot be told", e);
            return Optional.empty();
        }
    }

    /** Only while it is alive is its id certain to be its own. */
    private static Optional<ProcessGroup> led(Process supervisor) {
        Optional<ProcessGroup> led = ProcessGroup.ledBy(supervisor.pid());
        return supervisor.isAlive() ? led : Optional.empty();
    }
}
