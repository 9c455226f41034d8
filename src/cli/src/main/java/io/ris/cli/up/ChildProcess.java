package io.ris.cli.up;

import io.ris.cli.storage.PidFile;
import io.ris.cli.storage.PrivateFile;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/** A process that this one started and will not leave behind. */
final class ChildProcess {

    private static final Duration KILLED_WITHIN = Duration.ofSeconds(10);

    private final Process process;
    private final PidFile pidFile;
    private final CompletableFuture<Integer> exit;

    private ChildProcess(Process process, PidFile pidFile) {
        this.process = process;
        this.pidFile = pidFile;
        this.exit = process.onExit().thenApply(Process::exitValue);
    }

    /** Starts a process whose output goes to the end of a file. */
    static ChildProcess logging(
            List<String> line, Map<String, String> environment, Path directory, Path log, PidFile pidFile)
            throws IOException {
        PrivateFile.createIfAbsent(log);
        ProcessBuilder builder = builder(line, environment, directory);
        return started(
                builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                        .start(),
                pidFile);
    }

    /** Starts a process whose output goes to the end of a file and, line by line, to a reader. */
    static ChildProcess watched(
            List<String> line,
            Map<String, String> environment,
            Path directory,
            Path log,
            PidFile pidFile,
            Consumer<String> reader)
            throws IOException {
        PrivateFile.createIfAbsent(log);
        BufferedWriter copy = Files.newBufferedWriter(log, StandardOpenOption.APPEND);
        ChildProcess child = started(builder(line, environment, directory).start(), pidFile);
        Thread.ofVirtual().name("output of " + log.getFileName()).start(() -> child.copyOutput(copy, reader));
        return child;
    }

    private static ProcessBuilder builder(List<String> line, Map<String, String> environment, Path directory) {
        ProcessBuilder builder = new ProcessBuilder(line)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
        builder.environment().clear();
        builder.environment().putAll(environment);
        return builder;
    }

    private static ChildProcess started(Process process, PidFile pidFile) throws IOException {
        ChildProcess child = new ChildProcess(process, pidFile);
        try {
            pidFile.write(process.toHandle());
            return child;
        } catch (IOException e) {
            process.destroyForcibly();
            throw e;
        }
    }

    private void copyOutput(BufferedWriter copy, Consumer<String> reader) {
        try (copy;
                BufferedReader output =
                        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                copy.write(line);
                copy.newLine();
                copy.flush();
                reader.accept(line);
            }
        } catch (IOException e) {
            reader.accept("the log ends here: " + e.getMessage());
        }
    }

    /** Completes with the exit code when the process ends. */
    CompletableFuture<Integer> exit() {
        return exit;
    }

    /** Ends the process: SIGTERM, and SIGKILL when it takes longer than it may. Says whether it went by itself. */
    boolean stop(Duration patience) throws IOException {
        process.destroy();
        boolean ended = hasEndedWithin(patience);
        if (!ended) {
            process.destroyForcibly();
            hasEndedWithin(KILLED_WITHIN);
        }
        pidFile.delete();
        return ended;
    }

    private boolean hasEndedWithin(Duration patience) {
        try {
            exit.get(patience.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException("cannot wait for a process", e);
        } catch (InterruptedException e) {
            // Whoever interrupts wants an end: no patience then, but no orphan either.
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
