package io.ris.cli.up;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ris.cli.CommandLines;
import io.ris.cli.Console;
import io.ris.cli.ExitCode;
import io.ris.cli.storage.PidFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.InetAddress;
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
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real processes throughout: the command against fakes of hub and agent. */
@Tag("process")
class UpCommandTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path directory;

    private final Map<String, String> environment = new HashMap<>(System.getenv());
    private final List<Run> runs = new ArrayList<>();

    @AfterEach
    void stopAll() {
        runs.forEach(Run::stop);
    }

    @Test
    void startsHubAndAgentAndSaysWhatToDoNext() throws Exception {
        Run run = up().ready();

        assertThat(run.out())
                .contains("administrator: admin  tenant: default  password: s3cret  (also in "
                        + data().resolve("admin-password") + ")")
                .contains("\nready: https://localhost:" + run.port + "\n")
                .contains("curl -sS --cacert " + data().resolve("tls/ca.pem"))
                .contains("\"client_id\":\"local\"");
        assertThat(agentStarts())
                .singleElement()
                .asString()
                .contains(
                        "--hub https://localhost:" + run.port,
                        "--name local",
                        "--ca-fingerprint sha256:",
                        "--token-file " + data().resolve("local-agent-token"));
        assertThat(data().resolve("local-agent-token")).doesNotExist();
        assertThat(run.stop()).isEqualTo(ExitCode.OK);
        assertThat(run.out()).endsWith("stopped\n");
    }

    @Test
    void passesTheListenersAndPlacesToTheHub() throws Exception {
        environment.put("RIS_SERVER_TLS_MIN_VERSION", "1.3");
        environment.put("RIS_SERVER_HTTP_PORT", "0");
        environment.put("LOG_DIR", "/somewhere");
        Run run = up("--no-agent").ready();

        assertThat(hubVariables())
                .containsEntry("LIBERTY_HTTPS_PORT", String.valueOf(run.port))
                .containsEntry("RIS_SERVER_PORT", String.valueOf(run.port))
                .containsEntry("LIBERTY_HTTPS_HOST", "*")
                .containsEntry("LIBERTY_HTTP_PORT", "-1")
                .containsEntry("LIBERTY_TLS_PROTOCOLS", "TLSv1.3")
                .containsEntry("LIBERTY_CLIENT_AUTH_SUPPORTED", "true")
                .containsEntry("LIBERTY_CLIENT_AUTH_REQUIRED", "false")
                .containsEntry("LIBERTY_KEYSTORE_DIR", data().resolve("tls").toString())
                .containsEntry("WLP_OUTPUT_DIR", data().resolve("hub").toString())
                .containsEntry("RIS_DATA_DIR", data().toString())
                .containsEntry(
                        "RIS_MASTER_KEY_FILE", data().resolve("master.key").toString())
                .doesNotContainKeys("LOG_DIR", "RIS_LOCAL_AGENT_TOKEN_FILE");
        assertThat(data().resolve("local-agent")).doesNotExist();
    }

    @Test
    void letsTheHubBeNamedByThePortOfItsPublicUrl() throws Exception {
        environment.put("RIS_SERVER_PUBLIC_URL", "https://hub.example:9443");
        Run run = up("--no-agent").ready();

        assertThat(hubVariables()).containsEntry("LIBERTY_PUBLIC_PORT", "9443");
        assertThat(run.err()).doesNotContain("ris: ");
    }

    @Test
    void findsEverythingAsItWasAtTheSecondStart() throws Exception {
        Run first = up().ready();
        first.stop();
        String ca = Files.readString(data().resolve("tls/ca.pem"));
        String masterKey = Files.readString(data().resolve("master.key"));

        Run second = up().ready();

        assertThat(second.out()).doesNotContain("password:").contains("ready: https://localhost:");
        assertThat(data().resolve("tls/ca.pem")).hasContent(ca);
        assertThat(data().resolve("master.key")).hasContent(masterKey);
        assertThat(agentStarts()).hasSize(2).last().asString().doesNotContain("--token-file", "--ca-fingerprint");
        assertThat(hubVariables()).doesNotContainKey("RIS_LOCAL_AGENT_TOKEN_FILE");
    }

    @Test
    void keepsItsFilesToTheirOwner() throws Exception {
        up().ready().stop();

        assertThat(mode(data())).isEqualTo("rwx------");
        for (String file : List.of(
                "master.key",
                "lock",
                "tls/ca.p12",
                "tls/server.p12",
                "tls/trust.p12",
                "tls/password",
                "hub/hub.log",
                "local-agent/agent.log")) {
            assertThat(mode(data().resolve(file))).as(file).isEqualTo("rw-------");
        }
    }

    @Test
    void refusesAPortThatIsTakenAndStartsNothing() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Run run = start(taken.getLocalPort());

            assertThat(run.exitCode()).isEqualTo(ExitCode.PORT_TAKEN);
            assertThat(run.err())
                    .hasLineCount(1)
                    .startsWith("ris: cannot listen on port " + taken.getLocalPort() + " of 0.0.0.0 (server.port): ");
            assertThat(data().resolve("hub-variables")).doesNotExist();
        }
    }

    @Test
    void refusesASecondaryPortThatWasChosenAndIsTaken() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            environment.put("METRICS_PORT", String.valueOf(taken.getLocalPort()));
            Run run = up();

            assertThat(run.exitCode()).isEqualTo(ExitCode.PORT_TAKEN);
            assertThat(run.err()).contains("(monitoring.metrics.port)");
        }
    }

    @Test
    void refusesADataDirectoryThatIsAFile() throws Exception {
        Files.writeString(data(), "");
        Run run = up();

        assertThat(run.exitCode()).isEqualTo(ExitCode.BAD_DATA_DIRECTORY);
        assertThat(run.err()).hasLineCount(1).contains("data directory " + data() + " is not a directory");
    }

    @Test
    void refusesADataDirectoryThatCannotBeMade() {
        Run run = start(freePort(), "--data-dir", "/proc/ris-data");

        assertThat(run.exitCode()).isEqualTo(ExitCode.BAD_DATA_DIRECTORY);
        assertThat(run.err()).hasLineCount(1).contains("data directory /proc/ris-data cannot be");
    }

    @Test
    void refusesADataDirectoryInUse() throws Exception {
        up("--no-agent").ready();
        Run second = up("--no-agent");

        assertThat(second.exitCode()).isEqualTo(ExitCode.BAD_DATA_DIRECTORY);
        assertThat(second.err())
                .hasLineCount(1)
                .contains("is in use by another `ris up` (pid "
                        + ProcessHandle.current().pid() + ")");
    }

    @Test
    void refusesADataDirectoryOnWhichAnEarlierHubStillRuns() throws Exception {
        Files.createDirectories(data().resolve("hub"));
        new PidFile(data().resolve("hub/hub.pid")).write(ProcessHandle.current());
        Run run = up();

        long pid = ProcessHandle.current().pid();
        assertThat(run.exitCode()).isEqualTo(ExitCode.BAD_DATA_DIRECTORY);
        assertThat(run.err()).contains("an earlier hub (pid " + pid + ") still runs", "kill " + pid);
    }

    @Test
    void namesEveryProblemOfTheConfiguration() {
        environment.put("RIS_SERVER_PROT", "1");
        environment.put("LOG_LEVEL", "loud");
        Run run = up();

        assertThat(run.exitCode()).isEqualTo(ExitCode.BAD_CONFIGURATION);
        assertThat(run.err()).hasLineCount(2).contains("ris: RIS_SERVER_PROT: ", "ris: logging.level: ");
        assertThat(data()).doesNotExist();
    }

    @Test
    void refusesAnImpossiblePort() {
        Run run = start(70000);

        assertThat(run.exitCode()).isEqualTo(ExitCode.BAD_CONFIGURATION);
    }

    @Test
    void saysWhyTheHubDied() {
        environment.put("FAKE_HUB_DIES", "true");
        Run run = up();

        assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(run.err())
                .contains("ris: the hub ended with exit code 7: [ERROR] the store is broken (log: "
                        + data().resolve("hub/hub.log") + ")");
        assertThat(data().resolve("local-agent")).doesNotExist();
    }

    @Test
    void endsAHubThatRunsButCannotListen() {
        environment.put("FAKE_HUB_CANNOT_LISTEN", "true");
        Run run = up();

        assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(run.err()).contains("ris: the hub cannot start: [ERROR] CWWKO0221E: TCP Channel");
        assertThat(data().resolve("local-agent")).doesNotExist();
    }

    @Test
    void stopsTheAgentWhenTheHubEnds() throws Exception {
        Path signal = directory.resolve("die");
        environment.put("FAKE_HUB_WAITS_FOR", signal.toString());
        Run run = up().ready();
        ProcessHandle agent = running("local-agent/agent.pid");
        Files.createFile(signal);

        assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(run.err()).contains("the hub ended with exit code 9");
        assertThat(agent.isAlive()).isFalse();
    }

    @Test
    void stopsTheHubWhenTheAgentCannotStart() throws Exception {
        scriptAgent("4");
        Run run = up();

        assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(run.err()).contains("the local agent ended with exit code 4: cannot go on");
        assertThat(data().resolve("hub/hub.pid")).doesNotExist();
    }

    @Test
    void startsAnAgentThatEndedAgain() throws Exception {
        Run run = up().ready();
        running("local-agent/agent.pid").destroyForcibly();

        await().atMost(PATIENCE).until(() -> agentStarts().size() == 2);
        assertThat(run.err()).contains("the local agent ended with exit code 137");
        assertThat(run.stop()).isEqualTo(ExitCode.OK);
    }

    @Test
    void leavesADeletedAgentOff() throws Exception {
        scriptAgent("6");
        Run run = up().ready();

        assertThat(run.err()).contains("the local agent was deleted at the hub");
        assertThat(run.stop()).isEqualTo(ExitCode.OK);
        assertThat(agentStarts()).hasSize(1);
    }

    @Test
    void stopsEverythingOnSigtermAndExitsWithZero() throws Exception {
        int port = freePort();
        List<String> line = new ArrayList<>(FakePrograms.java(UpWithFakes.class));
        line.addAll(List.of("up", "--data-dir", data().toString(), "--port", String.valueOf(port)));
        Path output = directory.resolve("output");
        Process up = new ProcessBuilder(line)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            await().atMost(PATIENCE).until(() -> Files.readString(output).contains("ready: "));
            ProcessHandle hub = running("hub/hub.pid");
            ProcessHandle agent = running("local-agent/agent.pid");
            up.destroy();

            assertThat(up.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
            assertThat(up.exitValue()).isZero();
            assertThat(output).content().endsWith("stopped\n");
            assertThat(List.of(hub, agent)).noneMatch(ProcessHandle::isAlive);
        } finally {
            up.destroyForcibly();
        }
    }

    private Path data() {
        return directory.resolve("data");
    }

    private Run up(String... arguments) {
        return start(freePort(), arguments);
    }

    private Run start(int port, String... arguments) {
        List<String> line = new ArrayList<>(List.of("up", "--port", String.valueOf(port)));
        line.addAll(List.of(arguments));
        if (!line.contains("--data-dir")) {
            line.addAll(List.of("--data-dir", data().toString()));
        }
        Run run = new Run(port, line);
        runs.add(run);
        return run;
    }

    private void scriptAgent(String exitCodes) throws IOException {
        Files.createDirectories(data());
        Files.writeString(data().resolve("agent-exit-codes"), exitCodes);
    }

    private List<String> agentStarts() throws IOException {
        return Files.readAllLines(data().resolve("local-agent/starts"));
    }

    private Map<String, String> hubVariables() throws IOException {
        Properties properties = new Properties();
        try (var in = Files.newBufferedReader(data().resolve("hub-variables"))) {
            properties.load(in);
        }
        Map<String, String> result = new HashMap<>();
        properties.forEach((name, value) -> result.put(name.toString(), value.toString()));
        return result;
    }

    private ProcessHandle running(String pidFile) throws IOException {
        return new PidFile(data().resolve(pidFile)).findRunning().orElseThrow();
    }

    private static String mode(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The command running in a thread of this process. */
    private final class Run {

        private final int port;
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
