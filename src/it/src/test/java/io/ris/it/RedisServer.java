package io.ris.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A Redis that is reached over TLS on the loopback interface, wants a password and keeps nothing on disk. It can be killed and
 * started again on its port, and be made to accept connections and say nothing.
 */
final class RedisServer implements AutoCloseable {

    static final String PASSWORD = "password-of-redis";

    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final Path directory = Scratch.directory("redis");
    private final int port = Scratch.port();
    private final ServerCertificate certificate = ServerCertificate.writtenTo(directory);
    private @Nullable Program program;

    RedisServer start() {
        program = Program.start(Map.of(), command());
        await("Redis").atMost(LIMIT).until(() -> listens() || !program().isAlive());
        assertThat(program().isAlive()).as(program().output()).isTrue();
        return this;
    }

    private List<String> command() {
        String plainPort = "0";
        return List.of(
                "redis-server",
                "--bind",
                "127.0.0.1",
                "--port",
                plainPort,
                "--tls-port",
                Integer.toString(port),
                "--tls-cert-file",
                certificate.certificate().toString(),
                "--tls-key-file",
                certificate.key().toString(),
                "--tls-auth-clients",
                "no",
                "--requirepass",
                PASSWORD,
                "--save",
                "",
                "--dir",
                directory.toString());
    }

    private Program program() {
        assertThat(program).as("was started").isNotNull();
        return program;
    }

    private boolean listens() {
        try (Socket probe = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return probe.isConnected();
        } catch (IOException notYet) {
            return false;
        }
    }

    /** Where it is, without the password. */
    String uri() {
        return "rediss://localhost:" + port;
    }

    /** The certificate that its own is verified with. */
    Path caFile() {
        return certificate.certificate();
    }

    /** From now on it accepts connections and answers nothing. */
    void hang() {
        Program.signal("STOP", program().pid());
    }

    /** Ends {@link #hang}. */
    void goOn() {
        Program.signal("CONT", program().pid());
    }

    /** SIGKILL. */
    void kill() {
        program().killAlone();
    }

    @Override
    public void close() {
        if (program != null) {
            program.close();
        }
        Scratch.delete(directory);
    }
}
