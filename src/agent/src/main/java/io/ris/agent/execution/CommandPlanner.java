package io.ris.agent.execution;

import io.ris.agent.policy.AgentPolicy;
import io.ris.agent.policy.RefusedException;
import io.ris.protocol.CommandSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds out what a command spec comes to on this machine as it is now, and whether the policy allows it. */
final class CommandPlanner {

    static final Path SHELL = Path.of("/bin/sh");

    private static final int ROOT = 0;

    private final Path workDirectory;
    private final ProgramSearch search;
    private final AgentPolicy policy;

    /** @param workDirectory where commands of the agent's own user run that name no directory */
    CommandPlanner(Path workDirectory, ProgramSearch search, AgentPolicy policy) {
        this.workDirectory = workDirectory;
        this.search = search;
        this.policy = policy;
    }

    /** @throws RefusedException if it cannot or may not run here */
    CommandPlan plan(CommandSpec spec) throws RefusedException, IOException {
        String user = policy.requireUser(spec);
        policy.requireMeans(spec);
        Account account = policy.isOwn(user) ? null : switchTo(user);
        Path directory = directory(spec, account);
        if (spec.usesShell()) {
            List<String> arguments = new ArrayList<>(List.of("-c", spec.command(), "sh"));
            arguments.addAll(spec.args());
            return new CommandPlan(directory, policy.requireProgram(SHELL), arguments, account);
        }
        return new CommandPlan(directory, policy.requireProgram(program(spec, directory)), spec.args(), account);
    }

    private static Account switchTo(String user) throws RefusedException, IOException {
        if (!Integer.valueOf(ROOT).equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"))) {
            throw new RefusedException("not_root", "the agent does not run as root and cannot become " + user);
        }
        return Account.require(user);
    }

    /** The policy binds what a task names. */
    private Path directory(CommandSpec spec, @Nullable Account account) throws RefusedException, IOException {
        Path directory = account == null ? workDirectory : account.directory();
        if (spec.workingDir() != null) {
            directory = Path.of(spec.workingDir());
        }
        if (!Files.isDirectory(directory)) {
            throw new RefusedException("working_dir_missing", "there is no directory " + directory);
        }
        if (!Files.isExecutable(directory)) {
            throw new RefusedException("permission_denied", "the directory " + directory + " is closed");
        }
        return spec.workingDir() == null ? directory : policy.requireDirectory(directory);
    }

    private Path program(CommandSpec spec, Path directory) throws RefusedException {
        Optional<Path> found = search.find(spec.command(), directory);
        if (found.isPresent()) {
            return found.get();
        }
        for (Path candidate : search.candidates(spec.command(), directory)) {
            if (Files.exists(candidate)) {
                throw new RefusedException("permission_denied", candidate + " is not an executable file");
            }
        }
        boolean looksLikeShell = spec.args().isEmpty() && spec.command().contains(" ");
        throw new RefusedException(
                "command_not_found",
                "there is no program \"" + spec.command() + "\""
                        + (looksLikeShell ? "; put arguments in args" : " on this machine"));
    }
}
