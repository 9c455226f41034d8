package io.ris.hub.platform.vault;

import io.ris.settings.CommandLine;
import io.ris.settings.SettingTable;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/**
 * A command of the operator's that prints keys. It runs without a shell and without standard input, for a bounded time, and
 * knows the hub's environment but for the secrets in it. What it prints is shown nowhere; what it complains of is, in part.
 */
final class KeyCommand {

    /** More than any number of keys that somebody replaces at once. */
    static final int MOST_BYTES = 4096;

    private static final System.Logger LOG = System.getLogger(KeyCommand.class.getName());
    private static final int MOST_COMPLAINT_BYTES = 300;
    private static final String VARIABLES_OF_THE_SERVER = "LIBERTY_";

    /** A key in base64 or hex, should a command show it while it complains. */
    private static final String LIKE_A_KEY = "[A-Za-z0-9+/_-]{43,}=*";

    private final String setting;
    private final CommandLine command;
    private final Duration timeout;

    /**
     * Runs nothing yet.
     *
     * @param setting that holds the command
     */
    KeyCommand(String setting, String command, Duration timeout) {
        this.setting = setting;
        this.command = CommandLine.of(command);
        this.timeout = timeout;
    }

    /**
     * Runs it, and returns what it prints.
     *
     * @throws IllegalStateException if it fails, hangs, prints nothing or too much
     */
    String output() {
        Process process = start();
        CompletableFuture<String> output = read(process.getInputStream(), stream -> keys(stream, process));
        CompletableFuture<String> complaint = read(process.getErrorStream(), KeyCommand::complaint);
        try {
            CompletableFuture.allOf(process.onExit(), output, complaint).get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw refused("has not ended after " + timeout.toSeconds() + " s");
        } catch (ExecutionException e) {
            throw refused("cannot be read: " + e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw refused("was interrupted");
        } finally {
            kill(process);
        }
        return judged(process.exitValue(), output.join(), complaint.join());
    }

    private String judged(int exitCode, String output, String complaint) {
        if (output.length() > MOST_BYTES) {
            throw refused("prints more than " + MOST_BYTES + " bytes");
        }
        if (exitCode != 0) {
            throw refused("ends with exit code " + exitCode + complaint);
        }
        if (output.isBlank()) {
            throw refused("prints nothing" + complaint);
        }
        return output;
    }

    private Process start() {
        ProcessBuilder builder =
                new ProcessBuilder(command.words()).redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")));
        builder.environment().keySet().removeIf(name -> name.startsWith(VARIABLES_OF_THE_SERVER));
        builder.environment().keySet().removeAll(SettingTable.secretVariables());
        try {
            return builder.start();
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "starting the command of " + setting, e);
            throw refused("cannot be started: it is not installed, or the hub may not run it");
        }
    }

    private interface Reading {
        String of(InputStream stream) throws IOException;
    }

    private static CompletableFuture<String> read(InputStream stream, Reading reading) {
        CompletableFuture<String> text = new CompletableFuture<>();
        Thread.ofVirtual().name("key command").start(() -> {
            try (stream) {
                text.complete(reading.of(stream));
            } catch (IOException e) {
                text.completeExceptionally(e);
            }
        });
        return text;
    }

    private static String keys(InputStream stream, Process process) throws IOException {
        byte[] bytes = stream.readNBytes(MOST_BYTES + 1);
        if (bytes.length > MOST_BYTES) {
            kill(process); // it might never end
        }
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    /** The beginning of what it says on standard error, in one line, after a colon. */
    private static String complaint(InputStream stream) throws IOException {
        String text = new String(stream.readNBytes(MOST_COMPLAINT_BYTES), StandardCharsets.UTF_8);
        stream.transferTo(OutputStream.nullOutputStream());
        String line = text.replaceAll(LIKE_A_KEY, "***")
                .replaceAll("[\\p{Cntrl}\\s]+", " ")
                .strip();
        return line.isEmpty() ? "" : ": " + line;
    }

    private static void kill(Process process) {
        Stream.concat(process.descendants(), Stream.of(process.toHandle()))
                .toList()
                .forEach(ProcessHandle::destroyForcibly);
    }

    private IllegalStateException refused(String what) {
        String message = "ris: " + setting + ": " + command.program() + " " + what;
        LOG.log(System.Logger.Level.ERROR, message);
        return new IllegalStateException(message);
    }
}
