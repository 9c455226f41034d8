package io.ris.agent.execution;

import io.ris.agent.journal.JournalEntry;
import io.ris.agent.journal.StartMark;
import io.ris.agent.policy.AgentPolicy;
import io.ris.agent.policy.RefusedException;
import io.ris.protocol.CommandSpec;
import io.ris.protocol.ConnectivityTestSpec;
import io.ris.protocol.DockerSpec;
import io.ris.protocol.FileSpec;
import io.ris.protocol.HttpRequestSpec;
import io.ris.protocol.TaskSpec;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** An executor for each type of task, as far as the machine's policy allows it. Confined to the event loop, unless said. */
public final class TaskExecutors {

    private final AgentPolicy policy;
    private final CommandExecutor commands;
    private final HttpRequestExecutor requests;
    private final ConnectivityTester connectivity;
    private final FileExecutor files;
    private final DockerExecutor docker;

    public TaskExecutors(
            AgentPolicy policy,
            CommandExecutor commands,
            HttpRequestExecutor requests,
            ConnectivityTester connectivity,
            FileExecutor files,
            DockerExecutor docker) {
        this.policy = policy;
        this.commands = commands;
        this.requests = requests;
        this.connectivity = connectivity;
        this.files = files;
        this.docker = docker;
    }

    /** The task types that this machine can run and its policy allows. */
    Set<String> capabilities() {
        Set<String> types = new LinkedHashSet<>(Set.of(HttpRequestSpec.TYPE, ConnectivityTestSpec.TYPE, FileSpec.TYPE));
        if (commands.isPossible()) {
            types.add(CommandSpec.TYPE);
        }
        if (docker.isPossible()) {
            types.add(DockerSpec.TYPE);
        }
        types.removeIf(type -> !policy.permitsType(type));
        return types;
    }

    /** Whether it depends on more than the policy if a task can run, so that finding out may take long. */
    static boolean asksTheMachine(TaskSpec spec) {
        return switch (spec) {
            case CommandSpec command -> true;
            case DockerSpec container -> true;
            case FileSpec file -> true;
            case HttpRequestSpec request -> false;
            case ConnectivityTestSpec test -> false;
        };
    }

    /**
     * Looks whether a task can run, on any thread; may take long.
     *
     * @throws RefusedException if the policy does not let it run, or the machine cannot
     */
    void requirePossible(TaskSpec spec) throws RefusedException {
        policy.requireType(spec.type());
        if (!isPossible(spec)) {
            throw new RefusedException("unsupported", "this machine cannot run tasks of type " + spec.type());
        }
        Optional<RefusedException> refusal =
                switch (spec) {
                    case CommandSpec command -> commands.refusal(command);
                    case DockerSpec container -> docker.refusal(container);
                    case FileSpec file -> files.refusal(file);
                    case HttpRequestSpec request -> Optional.empty();
                    case ConnectivityTestSpec test -> Optional.empty();
                };
        if (refusal.isPresent()) {
            throw refusal.get();
        }
    }

    private boolean isPossible(TaskSpec spec) {
        return switch (spec) {
            case CommandSpec command -> commands.isPossible();
            case DockerSpec container -> docker.isThinkable();
            case ConnectivityTestSpec test -> true;
            case FileSpec file -> true;
            case HttpRequestSpec request -> true;
        };
    }

    Execution start(JournalEntry entry, StartMark mark, AttemptOutput output, Consumer<Outcome> ended) {
        return switch (entry.offer().spec()) {
            case CommandSpec spec -> commands.start(entry, mark, spec, output, ended);
            case DockerSpec spec -> docker.start(entry, mark, spec, output, ended);
            case FileSpec spec -> files.start(entry, mark, spec, output, ended);
            case HttpRequestSpec spec -> requests.start(entry, mark, spec, output, ended);
            case ConnectivityTestSpec spec ->
                connectivity.start(spec, entry.offer().timeout(), ended);
        };
    }

    /** Carries on with what an earlier agent process began. */
    Execution resume(JournalEntry entry, StartMark mark, AttemptOutput output, Consumer<Outcome> ended) {
        return switch (entry.offer().spec()) {
            case CommandSpec spec -> commands.resume(entry, mark, output, ended);
            case DockerSpec spec -> docker.resume(entry, mark, spec, output, ended);
            case FileSpec spec -> files.resume(entry, mark, spec, output, ended);
            case HttpRequestSpec spec -> requests.resume(ended);
            case ConnectivityTestSpec spec -> connectivity.resume(ended);
        };
    }
}
