package io.ris.agent.execution;

import io.ris.agent.journal.JournalEntry;
import io.ris.protocol.CommandSpec;
import io.ris.protocol.OutputStreamName;
import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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
     * builtin of the shell takes its place.
     */
    private static final String SUPERVISOR = """
            dir=$1; shift
            read -r stat </proc/$$/stat && echo "$stat" >"$dir/process"
            trap : HUP INT QUIT TERM
            exec 3>&2 2>/dev/null
            (exec 2>&3 3>&-; exec "$@")
            echo $? >"$dir/exit"
            """;

    private static final List<String> INHERITED = List.of("PATH", "HOME", "LANG", "USER", "TMPDIR");
    private static final String DEFAULT_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    private final Path workDirectory;
    private final Map<String, String> ownEnvironment;
    private final String searchPath;
    private final List<String> signalDefaults = SignalDefaults.prefix();

    /**
     * @param workDirectory where commands run that name no directory
     * @param ownEnvironment the agent's environment, of which commands see a few variables
     */
    CommandLaunch(Path workDirectory, Map<String, String> ownEnvironment) {
        this.workDirectory = workDirectory;
        this.ownEnvironment = Map.copyOf(ownEnvironment);
        this.searchPath = ownEnvironment.getOrDefault("PATH", DEFAULT_PATH);
    }

    /** Whether this machine has what commands need. */
    boolean isPossible() {
        return setsid().isPresent() && Files.isReadable(Path.of("/proc/self/stat"));
    }

    /**
     * Launches the command.
     *
     * @return the supervisor
     * @throws CommandRefusedException if it cannot run here
     */
    Process launch(JournalEntry entry, CommandSpec spec) throws CommandRefusedException, IOException {
        Path directory = directory(spec);
        String program = resolve(spec, directory);
        Path setsid = setsid().orElseThrow(() -> new CommandRefusedException("unsupported", "there is no setsid"));
        List<String> argv = new ArrayList<>(signalDefaults);
        argv.addAll(List.of(
                setsid.toString(),
                "/bin/sh",
                "-c",
                SUPERVISOR,
                "ris-task",
                entry.directory().toString(),
                program));
        argv.addAll(spec.args());
        ProcessBuilder builder = new ProcessBuilder(argv)
                .directory(directory.toFile())
                .redirectInput(input(entry, spec))
                .redirectOutput(Redirect.appendTo(file(entry, OutputStreamName.STDOUT)))
                .redirectError(Redirect.appendTo(file(entry, OutputStreamName.STDERR)));
        setEnvironment(builder.environment(), spec);
        try {
            return builder.start();
        } catch (IOException e) {
            throw new CommandRefusedException("launch_failed", "the command cannot be launched: " + e.getMessage());
        }
    }

    private Path directory(CommandSpec spec) throws CommandRefusedException {
        Path directory = spec.workingDir() == null ? workDirectory : Path.of(spec.workingDir());
        if (!Files.isDirectory(directory)) {
            throw new CommandRefusedException("working_dir_missing", "there is no directory " + directory);
        }
        if (!Files.isExecutable(directory)) {
            throw new CommandRefusedException("permission_denied", "the directory " + directory + " is closed");
        }
        return directory;
    }

    private String resolve(CommandSpec spec, Path directory) throws CommandRefusedException {
        Path denied = null;
        for (Path candidate : candidates(spec.command(), directory)) {
            if (Files.isRegularFile(candidate) && Files.isExecutable(candidate)) {
                return candidate.toString();
            }
            denied = Files.exists(candidate) ? candidate : denied;
        }
        if (denied != null) {
            throw new CommandRefusedException("permission_denied", denied + " is not an executable file");
        }
        boolean looksLikeShell = spec.args().isEmpty() && spec.command().contains(" ");
        throw new CommandRefusedException(
                "command_not_found",
                "there is no program \"" + spec.command() + "\""
                        + (looksLikeShell ? "; put arguments in args" : " on this machine"));
    }

    private List<Path> candidates(String command, Path directory) {
        if (command.contains("/")) {
            return List.of(directory.resolve(command).toAbsolutePath());
        }
        List<Path> found = new ArrayList<>();
        for (String place : searchPath.split(":", -1)) {
            if (place.startsWith("/")) {
                found.add(Path.of(place, command));
            }
        }
        return found;
    }

    private Optional<Path> setsid() {
        return candidates("setsid", workDirectory).stream()
                .filter(Files::isExecutable)
                .findFirst();
    }

    private static Redirect input(JournalEntry entry, CommandSpec spec) throws IOException {
        if (spec.stdin() == null) {
            return Redirect.from(new File("/dev/null"));
        }
        Path input = entry.directory().resolve("stdin");
        Files.writeString(input, spec.stdin(), StandardCharsets.UTF_8);
        return Redirect.from(input.toFile());
    }

    private static File file(JournalEntry entry, OutputStreamName name) {
        return entry.directory().resolve(name.wireName()).toFile();
    }

    private void setEnvironment(Map<String, String> environment, CommandSpec spec) {
        environment.clear();
        environment.put("PATH", searchPath);
        for (String name : INHERITED) {
            String value = ownEnvironment.get(name);
            if (value != null) {
                environment.put(name, value);
            }
        }
        environment.putAll(spec.environment());
    }
}
