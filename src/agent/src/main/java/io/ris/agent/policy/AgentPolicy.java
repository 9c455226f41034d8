package io.ris.agent.policy;

import io.ris.agent.storage.DataDirectory;
import io.ris.protocol.CommandSpec;
import io.ris.protocol.report.Collector;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What tasks may do on this machine, and what is told of it. A refusal names its rule. Immutable; each question looks at the file system anew.
 */
public final class AgentPolicy {

    private static final Logger LOG = System.getLogger(AgentPolicy.class.getName());
    private static final String ROOT = "root";

    private final PolicyRules rules;
    private final @Nullable Path file;
    private final String ownUser;
    private final Path dataDirectory;

    /**
     * @param file where the rules come from; null for those without a file
     * @param ownUser name of the agent's user
     * @param dataDirectory the agent's own
     */
    AgentPolicy(PolicyRules rules, @Nullable Path file, String ownUser, Path dataDirectory) {
        this.rules = rules;
        this.file = file;
        this.ownUser = ownUser;
        this.dataDirectory = dataDirectory;
    }

    /** Without a file: all types, as the agent's own user, no shell asked for, every directory and command. */
    public static AgentPolicy byDefault(String ownUser, Path dataDirectory) {
        return new AgentPolicy(PolicyRules.DEFAULT, null, ownUser, dataDirectory);
    }

    /** Where it comes from; empty where there is no file. */
    public Optional<Path> file() {
        return Optional.ofNullable(file);
    }

    /** Whether this is the agent's own user. */
    public boolean isOwn(String user) {
        return user.equals(ownUser);
    }

    /** Whether tasks of this type may run. */
    public boolean permitsType(String type) {
        return rules.types() == null || rules.types().contains(type);
    }

    /** Whether the hub may be told what this finds. */
    public boolean permitsCollector(Collector collector) {
        return rules.telemetry() == null || rules.telemetry().contains(collector.text());
    }

    /** @throws RefusedException if tasks of this type may not run */
    public void requireType(String type) throws RefusedException {
        require(permitsType(type), "type", "the type " + type + " is not among the types");
    }

    /**
     * Whom a command runs as.
     *
     * @throws RefusedException if it may not
     */
    public String requireUser(CommandSpec spec) throws RefusedException {
        if (spec.wantsPrivilege()) {
            require(Boolean.TRUE.equals(rules.privileged()), "privileged", "nothing runs privileged");
            return ROOT;
        }
        String user = spec.runAsUser() == null ? ownUser : spec.runAsUser();
        boolean permitted =
                rules.users() == null ? user.equals(ownUser) : rules.users().contains(user);
        require(permitted, "user", "the user " + user + " is not among the users");
        return user;
    }

    /** @throws RefusedException if the command asks for a shell, or for variables, that it may not have */
    public void requireMeans(CommandSpec spec) throws RefusedException {
        require(
                !spec.usesShell() || Boolean.TRUE.equals(rules.shell()),
                "shell",
                "no shell is given; name a program in command and its arguments in args");
        if (rules.environment() == null && rules.commands() == null) {
            return;
        }
        Set<String> others = new TreeSet<>(spec.environment().keySet());
        others.removeAll(Set.copyOf(rules.environment() == null ? List.of() : rules.environment()));
        require(others.isEmpty(), "environment", "the variables " + others + " are not among those of the environment");
    }

    /**
     * The directory to run in, as a task names it.
     *
     * @return the same without links, where directories are restricted
     * @throws RefusedException if nothing may run there
     */
    public Path requireDirectory(Path named) throws RefusedException, IOException {
        return require(named, rules.directories(), "directory", "directories");
    }

    /**
     * The program to run.
     *
     * @return the same without links, where commands are restricted
     * @throws RefusedException if it may not run
     */
    public Path requireProgram(Path found) throws RefusedException, IOException {
        return require(found, rules.commands(), "command", "commands");
    }

    /**
     * A file to read or to write, by its path without links.
     *
     * @throws RefusedException if it may not be
     */
    public void requireFile(Path real) throws RefusedException, IOException {
        Path own = dataDirectory.toRealPath();
        require(
                !real.startsWith(own) || real.startsWith(own.resolve(DataDirectory.WORK)),
                "file",
                real + " is among the agent's own files");
        require(policyFile().stream().noneMatch(real::equals), "file", real + " is the policy");
        List<String> granted = places();
        require(
                granted == null || granted.stream().anyMatch(place -> grants(place, real)),
                "file",
                real + " is not below the directories of files");
    }

    private Optional<Path> policyFile() throws IOException {
        return file == null ? Optional.empty() : Optional.of(file.toRealPath());
    }

    /** @throws RefusedException if no container may be made from it */
    public void requireImage(String image) throws RefusedException {
        List<String> granted = rules.images() == null && isBound() ? List.of() : rules.images();
        require(
                granted == null || granted.stream().anyMatch(name -> isOf(name, image)),
                "image",
                "the image " + image + " is not among the images");
    }

    /**
     * {@code app} grants {@code app:2}, and {@code registry/team/} all that is below. A tag or digest holds no slash: of
     * {@code app:5000/evil}, {@code app} is a registry.
     */
    private static boolean isOf(String granted, String image) {
        boolean ofThatName = image.startsWith(granted + ":") || image.startsWith(granted + "@");
        return image.equals(granted)
                || (granted.endsWith("/") && image.startsWith(granted))
                || (ofThatName && image.indexOf('/', granted.length()) < 0);
    }

    /**
     * A directory of the machine that a container is to have.
     *
     * @return the same without links
     * @throws RefusedException if it may not
     */
    public Path requireVolume(Path named) throws RefusedException, IOException {
        return require(named, rules.volumes() == null ? List.of() : rules.volumes(), "volume", "volumes");
    }

    private boolean isBound() {
        return rules.commands() != null
                || (rules.users() != null && !rules.users().contains(ownUser));
    }

    /** Who may not run every program may not put one in the place of another either. */
    private @Nullable List<String> places() {
        return rules.files() != null ? rules.files() : isBound() ? List.of() : rules.directories();
    }

    private Path require(Path path, @Nullable List<String> granted, String rule, String list)
            throws RefusedException, IOException {
        if (granted == null) {
            return path;
        }
        Path real = path.toRealPath();
        String shown = real.equals(path) ? path.toString() : path + " (" + real + ")";
        require(granted.stream().anyMatch(place -> grants(place, real)), rule, shown + " is not among the " + list);
        return real;
    }

    /** Name by name, so that {@code /opt/a} grants nothing in {@code /opt/ab}. */
    private static boolean grants(String place, Path real) {
        try {
            return real.startsWith(Path.of(place).toRealPath());
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "the policy names {0}, which cannot be found: {1}", place, e.getMessage());
            return false;
        }
    }

    private static void require(boolean permitted, String rule, String otherwise) throws RefusedException {
        if (!permitted) {
            throw RefusedException.byPolicy(rule, "the agent's policy does not allow it: " + otherwise);
        }
    }
}
