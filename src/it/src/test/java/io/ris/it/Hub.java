package io.ris.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.ris.protocol.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.awaitility.core.ConditionTimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A hub as a user starts it: {@code ./ris up} with a data directory and ports of its own. It can be stopped or killed
 * and started again on the same directory and ports. Not for use by several threads, but for {@link #admin}.
 */
final class Hub implements AutoCloseable {

    private static final Duration READY_LIMIT = Duration.ofMinutes(3);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(90);
    private static final int LOG_LINES = 30;
    private static final int LOG_WIDTH = 300;
    private static final Pattern READY = Pattern.compile("(?m)^ready: (https://\\S+)");
    private static final Pattern PID = Pattern.compile("\\d+");
    private static final String STORE = "MONGODB_URI";
    private static final String RATE_LIMITING = "RIS_SECURITY_RATE_LIMITING_ENABLED";
    private static final Set<Hub> LIVE = ConcurrentHashMap.newKeySet();

    private final Path dataDir = Scratch.absent("hub");
    private final int port = Scratch.port();
    private final int metricsPort = Scratch.port();
    private int plainPort;
    private final Map<String, String> environment = new HashMap<>();
    private final List<String> options;

    /** A store for this hub alone, where the tests run with stores in processes of their own. */
    private final @Nullable StoreProcess store = Boolean.getBoolean("ris.it.store") ? new StoreProcess() : null;

    private @Nullable Program up;
    private volatile @Nullable RisApi admin;

    private Hub(List<String> options) {
        this.options = options;
        environment.put("RIS_SERVER_HTTP_PORT", "0");
        environment.put("METRICS_PORT", Integer.toString(metricsPort));
        environment.put(RATE_LIMITING, "false"); // tests ask more often than anybody
        // The optimising compiler would take half of each start, and nobody here asks for long enough to gain by it.
        environment.put("RIS_SERVER_JVM_OPTIONS", "-XX:TieredStopAtLevel=1");
        // An agent whose hub was away for a while must not make a test wait for minutes.
        environment.put("RIS_CLIENT_MANAGEMENT_RECONNECTION_POLICY_MAX_DELAY", "5s");
    }

    /** Not started yet, on an empty data directory, with the local agent. */
    static Hub withLocalAgent() {
        return new Hub(List.of());
    }

    /** Not started yet, on an empty data directory, without an agent. */
    static Hub withoutAgent() {
        return new Hub(List.of("--no-agent"));
    }

    /** Sets an environment variable for the starts to come. */
    Hub with(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    /** Has it listen without TLS, too, for probes that speak none. */
    Hub withPlainListener() {
        plainPort = Scratch.port();
        return with("RIS_SERVER_HTTP_PORT", Integer.toString(plainPort));
    }

    /** Gives it the CA that signs another hub's agents, as every further node of a hub gets it before its first start. */
    Hub withAgentCaOf(Hub other) {
        Scratch.copy(other.dataDir.resolve("tls"), dataDir.resolve("tls"), "ca.p12", "password");
        return this;
    }

    /** Starts it and waits until it says that it is ready. */
    Hub start() {
        launch();
        try {
            program().awaitOutput(READY, READY_LIMIT);
        } catch (AssertionError | ConditionTimeoutException e) {
            throw new AssertionError("not ready: " + program().output() + "\nhub.log:\n" + logTail(), e);
        }
        api().contract();
        return this;
    }

    private void launch() {
        assertThat(isRunning()).isFalse();
        if (up != null) {
            up.close();
        }
        if (store != null && !environment.containsKey(STORE)) {
            environment.put(STORE, store.start().uri());
        }
        up = Program.ris(environment, arguments());
        admin = null;
        LIVE.add(this);
    }

    private List<String> arguments() {
        List<String> arguments =
                new ArrayList<>(List.of("up", "--data-dir", dataDir.toString(), "--port", Integer.toString(port)));
        arguments.addAll(options);
        return arguments;
    }

    /** Another {@code ./ris up} of the same kind, which is not expected to come up. */
    Program refusedStart() {
        return Program.ris(environment, arguments());
    }

    /** What another command of {@code ./ris} says, run to its end with the hub's own environment. */
    String said(String... arguments) {
        try (Program program = Program.ris(environment, List.of(arguments))) {
            assertThat(program.awaitExit(STOP_LIMIT)).as(program.output()).isZero();
            return program.output();
        }
    }

    boolean isRunning() {
        return up != null && up.isAlive();
    }

    Program program() {
        assertThat(up).as("was started").isNotNull();
        return up;
    }

    Path dataDir() {
        return dataDir;
    }

    /** Everything that the hub keeps: its data directory, and that of its store where it has a process of its own. */
    List<Path> kept() {
        return store == null ? List.of(dataDir) : List.of(dataDir, store.directory());
    }

    int port() {
        return port;
    }

    int metricsPort() {
        return metricsPort;
    }

    URI base() {
        return URI.create("https://localhost:" + port);
    }

    /** The listener without TLS, where it has one. */
    URI plainBase() {
        return URI.create("http://localhost:" + plainPort);
    }

    /** The administrator's password as the hub wrote it. */
    String password() {
        return Scratch.read(dataDir.resolve("admin-password")).strip();
    }

    /** A client without a token; with the administrators' certificate where the hub has made one. */
    RisApi api() {
        Path clientFile = tls("admin.pem");
        return RisApi.of(
                base(),
                RisApi.trusting(tls("server-ca.pem"), Files.exists(clientFile) ? ClientKeys.of(clientFile) : null));
    }

    /** A file of the hub's keys and certificates. */
    Path tls(String file) {
        return dataDir.resolve("tls").resolve(file);
    }

    /** A client without a token, from another address of this machine. */
    RisApi apiFrom(String localAddress) {
        return RisApi.from(localAddress, base(), dataDir.resolve("tls").resolve("ca.pem"));
    }

    /** A client of the administrator, whose session is renewed where another test ended it. */
    synchronized RisApi admin() {
        RisApi known = admin;
        if (known == null || known.get("/auth/me").status() != 200) {
            known = api().loggedIn(password());
            admin = known;
        }
        return known;
    }

    /** The hub's Java process. */
    ProcessHandle process() {
        Matcher pid = PID.matcher(Scratch.read(dataDir.resolve("hub").resolve("hub.pid")));
        assertThat(pid.find()).as("a process id in hub.pid").isTrue();
        return ProcessHandle.of(Long.parseLong(pid.group()))
                .orElseThrow(() -> new AssertionError("the hub's process is gone"));
    }

    /** SIGKILL to the hub's Java process and to nothing else; {@code ./ris up} must then end by itself. */
    void killHub() {
        ProcessHandle process = process();
        assertThat(process.destroyForcibly()).isTrue();
        await("end of the hub").atMost(STOP_LIMIT).until(() -> !process.isAlive());
        assertThat(program().awaitExit(STOP_LIMIT)).as("exit code of ./ris up").isNotZero();
    }

    /** SIGTERM to {@code ./ris up}; returns its exit code. */
    int stop() {
        terminate();
        return program().awaitExit(STOP_LIMIT);
    }

    /** SIGTERM without waiting for the end. */
    void terminate() {
        program().terminate();
    }

    /** Whether something listens on the hub's port. */
    boolean listens() {
        try (Socket probe = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return probe.isConnected();
        } catch (ConnectException refused) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The last messages of the hub's log, one line each. */
    String logTail() {
        return Scratch.tail(dataDir.resolve("hub").resolve("hub.log"), LOG_LINES)
                .lines()
                .map(Hub::message)
                .map(line -> line.substring(0, Math.min(LOG_WIDTH, line.length())))
                .collect(Collectors.joining("\n"));
    }

    /** What a line of the log says: {@code message} where it is JSON. */
    private static String message(String line) {
        try {
            JsonNode entry = Json.lenient().readTree(line);
            return entry.path("message").asText(line).lines().findFirst().orElse("");
        } catch (JsonProcessingException plainText) {
            return line;
        }
    }

    /** The last lines of the logs of all hubs in use. */
    static String liveLogs() {
        StringBuilder logs = new StringBuilder();
        LIVE.forEach(hub -> logs.append("--- hub on port ")
                .append(hub.port)
                .append('\n')
                .append(hub.logTail())
                .append('\n'));
        return logs.toString();
    }

    /** Kills what is left and deletes the data directory. */
    @Override
    public void close() {
        if (up != null) {
            if (up.isAlive()) {
                up.terminate();
                await("end of ./ris up").atMost(STOP_LIMIT).until(() -> !program()
                        .isAlive());
            }
            up.close();
        }
        Program.killMentioning(dataDir.toString());
        if (store != null) {
            store.close();
        }
        LIVE.remove(this);
        Scratch.delete(dataDir.getParent());
    }
}
