package io.ris.agent.execution;

import io.ris.agent.journal.JournalEntry;
import io.ris.agent.policy.RefusedException;
import io.ris.protocol.CommandSpec;
import io.ris.protocol.OutputStreamName;
import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Turns a command spec into processes that outlive the agent: a session of its own, led by a small constant shell script
 * that gets the argument vector as its parameters, and files of the journal for input, output and exit status.
 */
final class CommandLaunch {

    /** The supervisor's line of {@code /proc/PID/stat}. */
    static final String PROCESS = "process";
    /** The exit status and a line feed; without the line feed it is not complete. */
    static final String EXIT = "exit";

    /**
     * The handler makes the supervisor outlive a signal to its group, so that it can note the exit status; unlike ignored
     * signals, handled ones are back at their default in the command. The supervisor's own messages ("Killed") must
     * not mix with the command's, hence its descriptor 2 goes nowhere. The command is an absolute path, so that no
     * builtin of the shell takes its place. It sets no variable, which could be one of the command's. It ends with the
     * command's status, which is known then though the disk be full; where there was no command, since no process
     * could be made, it takes its own life, so that its status is not taken for one.
     */
    private static final String SUPERVISOR = """
            (IFS= read -r stat </proc/$$/stat && echo "$stat" >"$1/process")
            trap : HUP INT QUIT TERM
            exec 3>&2 2>/dev/null
            trap 'kill -KILL $$' EXIT
            (shift; exec 2>&3 3>&-; exec "$@")
            set -- "$1" "$?"
            trap - EXIT
            echo "$2" >"$1/exit"
            exit "$2"
            """;

    /**
     * A task's variables reach the program of another user under these names: under their own they could make the
     * programs obey them (LD_PRELOAD) that run before as the agent's user, which is root.
     */
    private static final String CARRIED = "RIS_TASK_";

    /** Runs as the other user. Values pass through the environment alone, since everybody can see arguments. */
    private static final String UNPACK = """
            while [ "$1" != -- ]; do
              eval "$1=\\$RIS_TASK_$1; export $1"; unset "RIS_TASK_$1"; shift
            done
            shift
            exec "$@"
            """;

    private static final Set<String> INHERITED = Set.of("HOME", "LANG", "USER", "TMPDIR", "TZ");

    /** Beside {@code LANG}, what says how programs write texts, numbers and times (POSIX, 8.2). */
    private static final String LOCALE = "LC_";

    private final Map<String, String> ownEnvironment;
    private final ProgramSearch search;
    private final CommandPlanner planner;
    private final List<String> signalDefaults = SignalDefaults.prefix();

    /** @param ownEnvironment the agent's environment, of which commands see a few variables */
    CommandLaunch(Map<String, String> ownEnvironment, ProgramSearch search, CommandPlanner planner) {
        this.ownEnvironment = Map.copyOf(ownEnvironment);
        this.search = search;
        this.planner = planner;
    }

    /** Whether this machine has what commands need. */
    boolean isPossible() {
        return search.find("setsid", Path.of("/")).isPresent() && Files.isReadable(Path.of("/proc/self/stat"));
    }

    /**
     * Launches the command.
     *
     * @return the supervisor
     * @throws RefusedException if it cannot or may not run here
     */
    Process launch(JournalEntry entry, CommandSpec spec) throws RefusedException, IOException {
        CommandPlan plan = planner.plan(spec);
        List<String> argv = new ArrayList<>(signalDefaults);
        argv.addAll(List.of(
                tool("setsid"),
                CommandPlanner.SHELL.toString(),
                "-c",
                SUPERVISOR,
                "ris-task",
                entry.directory().toString()));
        CarriedVariables carried = CarriedVariables.of(
                plan.otherUser() == null ? spec.environment().keySet() : List.of());
        if (plan.otherUser() != null) {
            argv.addAll(asOther(plan.otherUser(), spec));
        } else if (!carried.isEmpty()) {
            argv.addAll(unpacking(carried, plan.program()));
        }
        argv.add(plan.program().toString());
        argv.addAll(plan.arguments());
        ProcessBuilder builder = new ProcessBuilder(argv)
                .directory(plan.directory().toFile())
                .redirectInput(input(entry, spec))
                .redirectOutput(output(entry, OutputStreamName.STDOUT, plan))
                .redirectError(output(entry, OutputStreamName.STDERR, plan));
        setEnvironment(builder.environment(), spec, plan, carried);
        try {
            return builder.start();
        } catch (IOException e) {
            throw new RefusedException("launch_failed", "the command cannot be launched: " + e.getMessage());
        }
    }

    private String tool(String name) throws RefusedException {
        return search.find(name, Path.of("/"))
                .orElseThrow(() -> new RefusedException("unsupported", "this machine has no " + name))
                .toString();
    }

    private List<String> unpacking(CarriedVariables carried, Path program) throws RefusedException, IOException {
        String env = tool("env");
        if (program.toString().contains("=") || !splits(env)) {
            throw new RefusedException(
                    "unsupported",
                    "this machine cannot give the program variables of these names: "
                            + carried.ways().keySet());
        }
        return carried.unpacking(env);
    }

    /** Not every {@code env} takes its arguments out of one. */
    private static boolean splits(String env) throws IOException {
        try {
            return SignalDefaults.succeeds(List.of(env, "-S", "true"));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    /** What becomes that user and then executes what follows, unchanged. */
    private List<String> asOther(Account user, CommandSpec spec) throws RefusedException {
        List<String> argv = new ArrayList<>(List.of(
                tool("setpriv"),
                "--reuid=" + user.uid(),
                "--regid=" + user.gid(),
                "--init-groups",
                "--",
                CommandPlanner.SHELL.toString(),
                "-c",
                UNPACK,
                "ris-task"));
        // A shorter name first: RIS_TASK_A as a variable of a task would otherwise take the place of what carries A.
        spec.environment().keySet().stream()
                .sorted(Comparator.comparingInt(String::length))
                .forEach(argv::add);
        argv.add("--");
        return argv;
    }

    private static Redirect input(JournalEntry entry, CommandSpec spec) throws IOException {
        if (spec.stdin() == null) {
            return Redirect.from(new File("/dev/null"));
        }
        Path input = entry.directory().resolve("stdin");
        Files.writeString(input, spec.stdin(), StandardCharsets.UTF_8);
        return Redirect.from(input.toFile());
    }

    /** Belongs to the other user, who may open it by its name {@code /dev/stdout} too. */
    private static Redirect output(JournalEntry entry, OutputStreamName name, CommandPlan plan) throws IOException {
        File file = entry.directory().resolve(name.wireName()).toFile();
        if (plan.otherUser() != null && file.createNewFile()) {
            Files.setAttribute(file.toPath(), "unix:uid", (int) plan.otherUser().uid());
        }
        return Redirect.appendTo(file);
    }

    private void setEnvironment(
            Map<String, String> environment, CommandSpec spec, CommandPlan plan, CarriedVariables carried) {
        environment.clear();
        environment.put("PATH", search.path());
        ownEnvironment.forEach((name, value) -> {
            if (INHERITED.contains(name) || name.startsWith(LOCALE)) {
                environment.put(name, value);
            }
        });
        Account user = plan.otherUser();
        if (user == null) {
            carried.put(spec.environment(), environment);
            return;
        }
        environment.remove("TMPDIR");
        environment.put("HOME", user.home().toString());
        environment.put("USER", user.name());
        environment.put("LOGNAME", user.name());
        spec.environment().forEach((name, value) -> environment.put(CARRIED + name, value));
    }
}
