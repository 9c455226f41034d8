package io.ris.bench;

import java.io.IOException;
import java.net.BindException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Scanner;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The hub that a benchmark measures: one that it starts on a free port with a data directory of its own, which goes with
 * it, or one that runs already, which is left as it was.
 */
final class HubUnderTest implements AutoCloseable {

    private static final Duration START_LIMIT = Duration.ofMinutes(15); // the first start on a fresh clone builds

    private static final int PORT_ATTEMPTS = 100;
    private static final int LOWEST_PORT = 20_000;
    private static final int LOWEST_EPHEMERAL_PORT = 32_768; // of Linux; other systems begin higher

    private final URI address;
    private final HubTrust trust;
    private final String adminPassword;
    private final @Nullable JavaProcess process;
    private final @Nullable Started started;

    private record Started(LaunchedProcess launcher, Path directory) {}

    private HubUnderTest(
            URI address,
            HubTrust trust,
            String adminPassword,
            @Nullable JavaProcess process,
            @Nullable Started started) {
        this.address = address;
        this.trust = trust;
        this.adminPassword = adminPassword;
        this.process = process;
        this.started = started;
    }

    /**
     * Starts a hub without an agent and waits until it is ready.
     *
     * @param home the directory that {@code ./ris} is in
     * @param settings environment variables for the hub
     */
    static HubUnderTest start(Path home, Map<String, String> settings)
            throws IOException, InterruptedException, GeneralSecurityException {
        Path directory = Files.createTempDirectory("ris-bench-");
        Path data = directory.resolve("hub");
        int port = freePort();
        Map<String, String> environment = new HashMap<>(settings);
        environment.putIfAbsent("RIS_SERVER_HTTP_PORT", "0");
        environment.putIfAbsent("RIS_SECURITY_RATE_LIMITING_ENABLED", "false"); // a load is what it would refuse
        environment.put("METRICS_PORT", Integer.toString(freePort()));
        List<String> command =
                List.of("./ris", "up", "--no-agent", "--data-dir", data.toString(), "--port", Integer.toString(port));
        LaunchedProcess launcher = launch(command, environment, home, directory);
        try {
            launcher.awaitAnnouncement(START_LIMIT);
            long pid = readPid(data.resolve("hub/hub.pid"));
            return new HubUnderTest(
                    URI.create("https://localhost:" + port),
                    HubTrust.of(data.resolve("tls/ca.pem")),
                    Files.readString(data.resolve("admin-password")).strip(),
                    new JavaProcess(pid),
                    new Started(launcher, directory));
        } catch (IOException | InterruptedException | GeneralSecurityException | RuntimeException e) {
            launcher.close(); // the directory stays: the hub's log in it says why
            throw e;
        }
    }

    /**
     * Uses a hub that runs already.
     *
     * @param pid its process, where it may be measured
     */
    static HubUnderTest attach(URI address, Path caFile, Path adminPasswordFile, @Nullable Long pid)
            throws IOException, GeneralSecurityException {
        return new HubUnderTest(
                address,
                HubTrust.of(caFile),
                Files.readString(adminPasswordFile).strip(),
                pid == null ? null : new JavaProcess(pid),
                null);
    }

    URI address() {
        return address;
    }

    HubTrust trust() {
        return trust;
    }

    /** The hub's process, where it is known. */
    Optional<JavaProcess> process() {
        return Optional.ofNullable(process);
    }

    /** Whether the hub, with all that a benchmark put there, goes when it is closed. */
    boolean isDisposable() {
        return started != null;
    }

    HubClient login() throws IOException, InterruptedException {
        return HubClient.login(address, trust.tls(), adminPassword);
    }

    @Override
    public void close() throws IOException {
        if (started != null) {
            started.launcher().close();
            deleteTree(started.directory());
        }
    }

    private static LaunchedProcess launch(
            List<String> command, Map<String, String> environment, Path home, Path directory) throws IOException {
        try {
            return LaunchedProcess.start(command, environment, home, "ready:", directory);
        } catch (IOException e) {
            deleteTree(directory);
            throw e;
        }
    }

    /** Reads a file of a process's number, followed by when it started. */
    private static long readPid(Path file) throws IOException {
        try (Scanner fields = new Scanner(Files.readString(file))) {
            if (!fields.hasNextLong()) {
                throw new IOException(file + " does not begin with a process's number");
            }
            return fields.nextLong();
        }
    }

    /**
     * A port that nothing listens on, below those that systems give to outgoing connections: one of these could take it
     * while the hub is still starting.
     */
    static int freePort() throws IOException {
        BindException taken = new BindException("no free port");
        for (int attempt = 0; attempt < PORT_ATTEMPTS; attempt++) {
            int port = ThreadLocalRandom.current().nextInt(LOWEST_PORT, LOWEST_EPHEMERAL_PORT);
            try (ServerSocket socket = new ServerSocket(port)) {
                return socket.getLocalPort();
            } catch (BindException e) {
                taken = e;
            }
        }
        throw taken;
    }

    static void deleteTree(Path directory) throws IOException {
        try (Stream<Path> tree = Files.walk(directory)) {
            for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }
}
