package io.ris.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A process that a test started, with its output kept in files. It inherits no setting of the product from the
 * environment of the build. Whatever is still alive when the tests end is killed by its process id.
 */
final class Program implements AutoCloseable {

    private static final Set<String> INHERITED =
            Set.of("PATH", "HOME", "JAVA_HOME", "TMPDIR", "LANG", "LC_ALL", "USER", "LOGNAME");
    private static final Duration RUN_LIMIT = Duration.ofSeconds(30);
    private static final Set<ProcessHandle> STARTED = ConcurrentHashMap.newKeySet();

    static {
        Runtime.getRuntime()
                .addShutdownHook(new Thread(() -> STARTED.forEach(Program::killWithDescendants), "kill-leftovers"));
    }

    private final Process process;
    private final Path stdout;
    private final Path stderr;

    private Program(Process process, Path stdout, Path stderr) {
        this.process = process;
        this.stdout = stdout;
        this.stderr = stderr;
        STARTED.add(process.toHandle());
    }

    /** Starts {@code ./ris} with these arguments in the repository. */
    static Program ris(Map<String, String> environment, List<String> arguments) {
        List<String> command = new ArrayList<>(List.of("./ris"));
        command.addAll(arguments);
        return start(environment, command);
    }

    /** Starts a program in the repository's root with a minimal environment and these variables. */
    static Program start(Map<String, String> environment, List<String> command) {
        Path output = Scratch.directory("output");
        Path stdout = output.resolve("stdout");
        Path stderr = output.resolve("stderr");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(repository().toFile())
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectOutput(stdout.toFile())
                .redirectError(stderr.toFile());
        builder.environment().clear();
        builder.environment().putAll(inherited());
        builder.environment().putAll(environment);
        try {
            return new Program(builder.start(), stdout, stderr);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, String> inherited() {
        Map<String, String> environment = new HashMap<>(System.getenv());
        environment.keySet().retainAll(INHERITED);
        // Maven has just packaged what is tested; a build in the middle of the tests would take its place.
        environment.put("RIS_BUILD", "never");
        return environment;
    }

    /** The root of the repository, where {@code ./ris} is. */
    static Path repository() {
        Path root = Path.of(System.getProperty("maven.multiModuleProjectDirectory", "../.."));
        assertThat(root.resolve("ris")).as("the launcher").isExecutable();
        return root.toAbsolutePath().normalize();
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    String stdout() {
        return Scratch.read(stdout);
    }

    /** Standard output, where it is no text. */
    byte[] stdoutBytes() {
        return bytes(stdout);
    }

    /** Standard error, where it is no text. */
    byte[] stderrBytes() {
        return bytes(stderr);
    }

    private static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String stderr() {
        return Scratch.read(stderr);
    }

    /** The lines of standard error that hold anything. */
    List<String> errorLines() {
        return stderr().lines().filter(line -> !line.isBlank()).toList();
    }

    /** Both outputs, for a failure's message. */
    String output() {
        return "stdout:\n" + stdout() + "\nstderr:\n" + stderr();
    }

    /** Waits until standard output has a match, or fails at once when the program has ended without it. */
    Matcher awaitOutput(Pattern pattern, Duration limit) {
        await("output of " + pattern).atMost(limit).until(() -> matches(pattern) || !isAlive());
        Matcher matcher = pattern.matcher(stdout());
        assertThat(matcher.find()).as("%s in %s", pattern, output()).isTrue();
        return matcher;
    }

    private boolean matches(Pattern pattern) {
        return pattern.matcher(stdout()).find();
    }

    /** Waits for the end and returns the exit code. */
    int awaitExit(Duration limit) {
        try {
            assertThat(process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS))
                    .as("ended within %s; %s", limit, output())
                    .isTrue();
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for process " + pid(), e);
        }
    }

    /** SIGTERM. */
    void terminate() {
        process.destroy();
    }

    /** The process itself and all that it started and that still lives. */
    List<ProcessHandle> family() {
        return Stream.concat(Stream.of(process.toHandle()), process.descendants())
                .filter(ProcessHandle::isAlive)
                .toList();
    }

    /** What it started and that still lives, which may outlive it. */
    List<ProcessHandle> children() {
        List<ProcessHandle> children = process.descendants().toList();
        STARTED.addAll(children);
        return children;
    }

    /** SIGKILL to this process and to nothing that it started. */
    void killAlone() {
        process.destroyForcibly();
        await("end of process " + pid()).until(() -> !process.isAlive());
    }

    /** The Java process, which the launcher becomes or starts. */
    ProcessHandle jvm() {
        return await("the Java process of " + pid())
                .until(() -> family().stream().filter(Program::isJava).findFirst(), Optional::isPresent)
                .orElseThrow();
    }

    private static boolean isJava(ProcessHandle handle) {
        return handle.info().command().filter(path -> path.endsWith("/java")).isPresent();
    }

    /** SIGKILL to this process and to all that it started. */
    @Override
    public void close() {
        killWithDescendants(process.toHandle());
        STARTED.remove(process.toHandle());
        Scratch.delete(stdout.getParent());
    }

    private static void killWithDescendants(ProcessHandle handle) {
        List<ProcessHandle> family =
                Stream.concat(Stream.of(handle), handle.descendants()).toList();
        family.forEach(ProcessHandle::destroyForcibly);
    }

    /** Live processes that have a text in their command line, other than the tests' own. */
    static List<ProcessHandle> mentioning(String text) {
        long self = ProcessHandle.current().pid();
        return ProcessHandle.allProcesses()
                .filter(handle ->
                        handle.pid() != self && commandLine(handle.pid()).contains(text))
                .toList();
    }

    /** SIGKILL to all such processes, and waits for their end. */
    static void killMentioning(String text) {
        List<ProcessHandle> found = mentioning(text);
        found.forEach(ProcessHandle::destroyForcibly);
        await("end of leftovers").until(() -> found.stream().noneMatch(ProcessHandle::isAlive));
    }

    private static String commandLine(long pid) {
        try {
            return Files.readString(Path.of("/proc", Long.toString(pid), "cmdline"));
        } catch (IOException gone) {
            return "";
        }
    }

    /** Sends a signal such as STOP, of which Java knows nothing. */
    static void signal(String name, long pid) {
        runToEnd("/bin/sh", "-c", "kill -" + name + " " + pid);
    }

    /** Runs a program that must end well. */
    static void runToEnd(String... command) {
        try (Program program = start(Map.of(), List.of(command))) {
            assertThat(program.awaitExit(RUN_LIMIT)).as(program.output()).isZero();
        }
    }

    /** Resident memory of a process in megabytes. */
    static double residentMegabytes(long pid) {
        return megabytes(pid, "VmRSS");
    }

    /** The most that a process ever had of it. */
    static double peakMegabytes(long pid) {
        return megabytes(pid, "VmHWM");
    }

    private static double megabytes(long pid, String field) {
        String status = Scratch.read(Path.of("/proc", Long.toString(pid), "status"));
        Matcher value = Pattern.compile(field + ":\\s+(\\d+) kB").matcher(status);
        assertThat(value.find()).as("%s of process %d", field, pid).isTrue();
        return Long.parseLong(value.group(1)) / 1024.0;
    }
}
