package io.ris.bench;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** An agent process as users run it, enrolled with a token and with a data directory of its own, which goes with it. */
final class RealAgent implements AutoCloseable {

    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(60);
    private static final long POLL_MILLIS = 50;

    private final HubClient.NewAgent registration;
    private final LaunchedProcess process;
    private final Path directory;

    private RealAgent(HubClient.NewAgent registration, LaunchedProcess process, Path directory) {
        this.registration = registration;
        this.process = process;
        this.directory = directory;
    }

    /** Starts an agent and waits until the hub takes it for connected. */
    static RealAgent start(Path home, URI address, HubClient hub, String name, Map<String, String> labels)
            throws IOException, InterruptedException {
        HubClient.NewAgent registration = hub.createAgent(name, labels);
        Path directory = Files.createTempDirectory("ris-bench-agent-");
        List<String> command = List.of(
                "./ris",
                "agent",
                "--hub",
                address.toString(),
                "--token",
                registration.token(),
                "--ca-fingerprint",
                registration.caFingerprint(),
                "--name",
                name,
                "--data-dir",
                directory.toString());
        RealAgent agent =
                new RealAgent(registration, LaunchedProcess.start(command, Map.of(), home, "", directory), directory);
        try {
            agent.awaitConnected(hub);
            return agent;
        } catch (IOException | InterruptedException | RuntimeException e) {
            agent.close();
            throw e;
        }
    }

    long number() {
        return registration.number();
    }

    String clientId() {
        return registration.clientId();
    }

    private void awaitConnected(HubClient hub) throws IOException, InterruptedException {
        long end = System.nanoTime() + CONNECT_LIMIT.toNanos();
        while (!hub.isConnected(number())) {
            if (!process.isAlive() || System.nanoTime() > end) {
                throw new IOException("the agent did not connect\n" + process.output());
            }
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        }
    }

    @Override
    public void close() throws IOException {
        process.close();
        HubUnderTest.deleteTree(directory);
    }
}
