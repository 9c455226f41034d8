package io.ris.cli.up;

import io.ris.cli.storage.DataDirectory;
import io.ris.cli.storage.PidFile;
import io.ris.cli.storage.PrivateFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** The agent on the hub's own machine, by the name {@code local}. Used by one thread. */
final class LocalAgent {

    /** The agent's exit code when the hub deleted or revoked it: it must not be started again. */
    static final int DISMISSED = 6;

    static final String NAME = "local";
    private static final Duration STOPPED_WITHIN = Duration.ofSeconds(10);

    private final Programs programs;
    private final Installation installation;
    private final DataDirectory data;
    private final Path directory;
    private final Path token;
    private final Path log;
    private final PidFile pidFile;

    LocalAgent(Programs programs, Installation installation) throws IOException {
        this.programs = programs;
        this.installation = installation;
        this.data = installation.data();
        this.directory = data.directory("local-agent");
        this.token = tokenFile(data);
        this.log = directory.resolve("agent.log");
        this.pidFile = pidFile(data);
    }

    static Path tokenFile(DataDirectory data) {
        return data.resolve("local-agent-token");
    }

    static PidFile pidFile(DataDirectory data) {
        return new PidFile(data.resolve("local-agent/agent.pid"));
    }

    /** Whether it has an identity already; without one it needs a token. */
    static boolean isEnrolled(DataDirectory data) {
        return Files.exists(data.resolve("local-agent/agent.json"));
    }

    /** A started agent. */
    record Run(ChildProcess process, CompletableFuture<Void> connected, LogTail tail) {

        boolean stop() throws IOException {
            return process.stop(STOPPED_WITHIN);
        }
    }

    Run start() throws IOException {
        PrivateFile.createIfAbsent(log);
        LogTail tail = LogTail.from(log);
        CompletableFuture<Void> connected = new CompletableFuture<>();
        ChildProcess process =
                ChildProcess.watched(arguments(), installation.callerEnvironment(), directory, log, pidFile, line -> {
                    if (line.startsWith("connected to ")) {
                        connected.complete(null);
                    }
                });
        return new Run(process, connected, tail);
    }

    private List<String> arguments() throws IOException {
        List<String> line = new ArrayList<>(programs.agent().line());
        String hub = installation.withoutCertificate().toString();
        line.addAll(List.of("--hub", hub, "--data-dir", directory.toString(), "--name", NAME));
        line.addAll(List.of("--ca-fingerprint", installation.tls().caFingerprint()));
        Listeners listeners = installation.listeners();
        int port = listeners.agents().orElse(listeners.https()).port();
        line.addAll(List.of("--connect-port", Integer.toString(port)));
        if (!isEnrolled(data)) {
            line.addAll(List.of("--token-file", token.toString()));
        }
        return line;
    }

    /** Once it is enrolled the token has served. */
    void forgetToken() throws IOException {
        Files.deleteIfExists(token);
    }

    Path log() {
        return log;
    }
}
