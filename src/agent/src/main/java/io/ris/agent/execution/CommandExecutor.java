package io.ris.agent.execution;

import io.ris.agent.journal.JournalEntry;
import io.ris.agent.journal.StartMark;
import io.ris.agent.loop.EventLoop;
import io.ris.agent.policy.AgentPolicy;
import io.ris.agent.policy.RefusedException;
import io.ris.protocol.CommandSpec;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Runs {@code command} tasks, and finds those again that an earlier agent process left running. */
public final class CommandExecutor {

    private static final Logger LOG = System.getLogger(CommandExecutor.class.getName());

    private final CommandPlanner planner;
    private final CommandLaunch launch;
    private final EventLoop loop;
    private final Clock clock;
    private final String bootId;

    /**
     * @param workDirectory where commands run that name no directory
     * @param ownEnvironment the agent's environment, of which commands see a few variables
     * @param policy what commands may do here
     * @param bootId the machine's present boot
     */
    public CommandExecutor(
            Path workDirectory,
            Map<String, String> ownEnvironment,
            AgentPolicy policy,
            EventLoop loop,
            Clock clock,
            String bootId) {
        ProgramSearch search = ProgramSearch.in(ownEnvironment);
        this.planner = new CommandPlanner(workDirectory, search, policy);
        this.launch = new CommandLaunch(ownEnvironment, search, planner);
        this.loop = loop;
        this.clock = clock;
        this.bootId = bootId;
    }

    /** Whether this machine has what commands need. */
    public boolean isPossible() {
        return launch.isPossible();
    }

    /** Why the policy does not let this run, as the machine is now; what else keeps it from running shows at its start. */
    Optional<RefusedException> refusal(CommandSpec spec) {
        try {
            planner.plan(spec);
            return Optional.empty();
        } catch (RefusedException e) {
            return Optional.of(e).filter(RefusedException::isByPolicy);
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "what a command comes to cannot be told yet", e);
            return Optional.empty();
        }
    }

    Execution start(
            JournalEntry entry, StartMark mark, CommandSpec spec, AttemptOutput output, Consumer<Outcome> ended) {
        try {
            Process supervisor = launch.launch(entry, spec);
            CommandExecution execution =
                    CommandExecution.launched(supervisor, entry.directory(), mark.at(), output, loop, clock, ended);
            var unused = supervisor.onExit().thenRunAsync(execution::poll, loop);
            return execution;
        } catch (RefusedException e) {
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
