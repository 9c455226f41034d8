package io.ris.agent.execution;

import io.ris.agent.journal.JournalEntry;
import io.ris.agent.journal.StartMark;
import io.ris.agent.loop.EventLoop;
import io.ris.protocol.CommandSpec;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Runs {@code command} tasks, and finds those again that an earlier agent process left running. */
public final class CommandExecutor {

    private final CommandLaunch launch;
    private final EventLoop loop;
    private final Clock clock;
    private final String bootId;

    /**
     * @param workDirectory where commands run that name no directory
     * @param ownEnvironment the agent's environment, of which commands see a few variables
     * @param bootId the machine's present boot
     */
    public CommandExecutor(
            Path workDirectory, Map<String, String> ownEnvironment, EventLoop loop, Clock clock, String bootId) {
        this.launch = new CommandLaunch(workDirectory, ownEnvironment);
        this.loop = loop;
        this.clock = clock;
        this.bootId = bootId;
    }

    /** Whether this machine has what commands need. */
    public boolean isPossible() {
        return launch.isPossible();
    }

    Execution start(
            JournalEntry entry, StartMark mark, CommandSpec spec, AttemptOutput output, Consumer<Outcome> ended) {
        try {
            Process supervisor = launch.launch(entry, spec);
            CommandExecution execution =
                    CommandExecution.launched(supervisor, entry.directory(), mark.at(), output, loop, clock, ended);
            var unused = supervisor.onExit().thenRunAsync(execution::poll, loop);
            return execution;
        } catch (CommandRefusedException e) {
            return over(Outcome.failed(null, e.code(), String.valueOf(e.getMessage()), clock.instant()), ended);
        } catch (IOException e) {
            return over(Outcome.failed(null, "launch_failed", String.valueOf(e.getMessage()), clock.instant()), ended);
        }
    }

    /** Carries on with what another agent process started. */
    Execution resume(JournalEntry entry, StartMark mark, AttemptOutput output, Consumer<Outcome> ended) {
        try {
            Optional<ProcessGroup> group = ProcessGroup.read(entry.directory().resolve(CommandLaunch.PROCESS));
            boolean sameBoot = mark.bootId().equals(bootId);
            return CommandExecution.found(
                    sameBoot ? group : Optional.empty(), entry.directory(), mark.at(), output, loop, clock, ended);
        } catch (IOException e) {
            return over(Outcome.unknown(clock.instant()), ended);
        }
    }

    private Execution over(Outcome outcome, Consumer<Outcome> ended) {
        loop.execute(() -> ended.accept(outcome));
        return new EndedExecution();
    }
}
