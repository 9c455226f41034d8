package io.ris.cli.up;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ris.cli.CommandLines;
import io.ris.cli.Console;
import io.ris.cli.StopSignal;
import io.ris.cli.storage.PidFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** Real processes throughout: the command, in a thread of the test's process, against fakes of hub and agent. */
abstract class UpScenario {

    static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path directory;

    final Map<String, String> environment = new HashMap<>(System.getenv());
    private final List<Run> runs = new ArrayList<>();

    @AfterEach
    void stopAll() {
        runs.forEach(Run::stop);
    }

    final Path data() {
        return directory.resolve("data");
    }

    final Run up(String... arguments) {
        return start(freePort(), arguments);
    }

    final Run start(int port, String... arguments) {
        List<String> line = new ArrayList<>(List.of("up", "--port", String.valueOf(port)));
        line.addAll(List.of(arguments));
        if (!line.contains("--data-dir")) {
            line.addAll(List.of("--data-dir", data().toString()));
        }
        Run run = new Run(port, line);
        runs.add(run);
        return run;
    }

    final void scriptAgent(String exitCodes) throws IOException {
        Files.createDirectories(data());
        Files.writeString(data().resolve("agent-exit-codes"), exitCodes);
    }

    final List<String> agentStarts() throws IOException {
        return Files.readAllLines(data().resolve("local-agent/starts"));
    }

    final Map<String, String> hubVariables() throws IOException {
        Properties properties = new Properties();
        try (var in = Files.newBufferedReader(data().resolve("hub-variables"))) {
            properties.load(in);
        }
        Map<String, String> result = new HashMap<>();
        properties.forEach((name, value) -> result.put(name.toString(), value.toString()));
        return result;
    }

    final ProcessHandle running(String pidFile) throws IOException {
        return new PidFile(data().resolve(pidFile)).findRunning().orElseThrow();
    }

    static String mode(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The command running in a thread of this process. */
    final class Run {

        final int port;
        private final StringWriter out = new StringWriter();
        private final StringWriter err = new StringWriter();
        private final StopSignal stop = new StopSignal();
        private final CompletableFuture<Integer> exitCode;

        Run(int port, List<String> line) {
            this.port = port;
            Console console = new Console(new PrintWriter(out), new PrintWriter(err));
            Map<String, String> variables = Map.copyOf(environment);
            UpCommand up =
                    new UpCommand(console, variables, directory, FakePrograms.programs(), stop, Clock.systemUTC());
            var commandLine = CommandLines.of(console, variables, up)
                    .setErr(new PrintWriter(err))
                    .setOut(new PrintWriter(out));
            exitCode = CompletableFuture.supplyAsync(
                    () -> commandLine.execute(line.toArray(String[]::new)), Thread::startVirtualThread);
        }

        Run ready() {
            await().atMost(PATIENCE).until(() -> out().contains("ready: ") || exitCode.isDone());
            assertThat(exitCode.isDone()).as(err()).isFalse();
            await().atMost(PATIENCE)
                    .until(() -> Stream.of("client_id", "/platform/v1/ris ").anyMatch(out()::contains));
            return this;
        }

        int exitCode() {
            return exitCode.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
        }

        int stop() {
            stop.request();
            return exitCode();
        }

        String out() {
            return out.toString();
        }

        String err() {
            return err.toString();
        }
    }
}
