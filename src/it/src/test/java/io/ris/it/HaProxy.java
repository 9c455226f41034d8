package io.ris.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A real HAProxy that ends TLS with a certificate of its own and hands requests on to a hub. */
final class HaProxy implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final Program program;
    private final int port;

    /**
     * Starts it on a port of the loopback interface.
     *
     * @param issued what it shows
     * @param hubPort where the hub will listen
     */
    HaProxy(Path executable, int port, OperatorCa.Issued issued, int hubPort) {
        this.port = port;
        Path directory = Scratch.directory("haproxy");
        try {
            Path certificate = Files.writeString(directory.resolve("proxy.pem"), issued.chain() + issued.key());
            Path configuration =
                    Files.writeString(directory.resolve("haproxy.cfg"), """
                    defaults
                      mode http
                      timeout connect 5s
                      timeout client 1m
                      timeout server 1m
                      timeout tunnel 1h
                    frontend agents
                      bind 127.0.0.1:%d ssl crt %s
                      default_backend hub
                    backend hub
                      server hub 127.0.0.1:%d ssl verify none
                    """.formatted(port, certificate, hubPort));
            program = Program.start(Map.of(), List.of(executable.toString(), "-db", "-f", configuration.toString()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until it takes connections. */
    void awaitListening() {
        await("HAProxy").atMost(LIMIT).until(() -> !program.isAlive() || listens(port));
        assertThat(program.isAlive()).as(program.output()).isTrue();
    }

    private static boolean listens(int port) {
        try (Socket probe = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return probe.isConnected();
        } catch (IOException notYet) {
            return false;
        }
    }

    /** The program, where it is installed. */
    static Optional<Path> find() {
        String path = System.getenv().getOrDefault("PATH", "") + ":/usr/sbin";
        return Arrays.stream(path.split(":", -1))
                .filter(directory -> !directory.isEmpty())
                .map(directory -> Path.of(directory, "haproxy"))
                .filter(Files::isExecutable)
                .findFirst();
    }

    @Override
    public void close() {
        program.close();
    }
}
