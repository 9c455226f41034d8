package io.ris.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A program of this project, started for a benchmark and stopped with it, also where the benchmark is interrupted. Keeps
 * the last lines of output for the case that it fails. Thread-safe.
 */
final class LaunchedProcess implements AutoCloseable {

    private static final int LINES_KEPT = 30;
    private static final Duration STOP_LIMIT = Duration.ofSeconds(90);

    private final String name;
    private final Process process;
    private final ConcurrentLinkedDeque<String> lastLines = new ConcurrentLinkedDeque<>();
    private final CompletableFuture<Void> announced = new CompletableFuture<>();
    private final String announcement;
    private final Path scratch;
    private volatile boolean abandoned;
    private final Thread hook = new Thread(this::abandon);

    private LaunchedProcess(String name, Process process, String announcement, Path scratch) {
        this.name = name;
        this.process = process;
        this.announcement = announcement;
        this.scratch = scratch;
    }

    /**
     * Starts a program.
     *
     * @param announcement how the line of output begins by which the program says that it is ready; empty for any line
     * @param scratch the directory of the program's data, removed where the benchmark is interrupted
     */
    static LaunchedProcess start(
            List<String> command, Map<String, String> environment, Path directory, String announcement, Path scratch)
            throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true);
        builder.environment().putAll(environment);
        LaunchedProcess launched =
                new LaunchedProcess(String.join(" ", command.subList(0, 2)), builder.start(), announcement, scratch);
        Runtime.getRuntime().addShutdownHook(launched.hook);
        Thread.ofPlatform().daemon().name("output of " + launched.name).start(launched::readOutput);
        return launched;
    }

    /** Waits for the announcement. */
    void awaitAnnouncement(Duration limit) throws IOException, InterruptedException {
        try {
            announced.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new IOException(name + " was not ready within " + limit.toSeconds() + " s\n" + output(), e);
        } catch (ExecutionException e) {
            throw new IOException(name + " ended before it was ready\n" + output(), e);
        }
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** The last lines that the program wrote. */
    String output() {
        return String.join("\n", lastLines);
    }

    /** Ends the program by SIGTERM, and by SIGKILL where it does not end within 90 s. */
    @Override
    public void close() {
        stop();
        if (!abandoned) {
            Runtime.getRuntime().removeShutdownHook(hook);
        }
    }

    private void abandon() {
        abandoned = true; // hooks can neither be removed nor added any more
        stop();
        try {
            HubUnderTest.deleteTree(scratch);
        } catch (IOException e) {
            System.getLogger(LaunchedProcess.class.getName())
                    .log(System.Logger.Level.WARNING, scratch + " could not be removed", e);
        }
    }

    private void stop() {
        process.destroy();
        try {
            if (!process.waitFor(STOP_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
        }
    }

    private void readOutput() {
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                lastLines.add(line);
                if (lastLines.size() > LINES_KEPT) {
                    lastLines.poll();
                }
                if (line.startsWith(announcement)) {
                    announced.complete(null);
                }
            }
            announced.completeExceptionally(new IllegalStateException("end of output"));
        } catch (IOException e) {
            announced.completeExceptionally(new UncheckedIOException(e));
        }
    }
}
