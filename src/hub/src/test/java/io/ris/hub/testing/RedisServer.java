package io.ris.hub.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A real Redis on the loopback interface that keeps nothing on disk. It can be killed and started again on its port, and be
 * made to accept connections and say nothing.
 */
public final class RedisServer implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final Path directory;
    private final int port = freePort();
    private @Nullable Process process;

    /** Not started yet. */
    public RedisServer(Path directory) {
        this.directory = directory;
    }

    /**
     * Starts it, or again.
     *
     * @param options as in its configuration file, the names with {@code --}
     */
    public RedisServer start(String... options) {
        List<String> line = new ArrayList<>(List.of("redis-server", "--bind", "127.0.0.1", "--save", ""));
        line.addAll(List.of("--port", Integer.toString(port), "--dir", directory.toString()));
        line.addAll(List.of(options));
        try {
            process = new ProcessBuilder(line)
                    .redirectErrorStream(true)
                    .redirectOutput(directory.resolve("redis.log").toFile())
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException("the package redis-server is needed (.ci/run installs it)", e);
        }
        await("Redis").atMost(LIMIT).until(() -> listens() || !process().isAlive());
        assertThat(process().isAlive()).as(log()).isTrue();
        return this;
    }

    private String log() {
        try {
            return Files.readString(directory.resolve("redis.log"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Process process() {
        assertThat(process).as("was started").isNotNull();
        return process;
    }

    private boolean listens() {
        try (Socket probe = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return probe.isConnected();
        } catch (IOException notYet) {
            return false;
        }
    }

    private static int freePort() {
        try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return probe.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public int port() {
        return port;
    }

    public String uri() {
        return "redis://127.0.0.1:" + port;
    }

    /** From now on it accepts connections and answers nothing. */
    public void hang() {
        signal("STOP");
    }

    /** Ends {@link #hang}. */
    public void goOn() {
        signal("CONT");
    }

    private void signal(String name) {
        try {
            Process kill = new ProcessBuilder(
                            "/bin/sh", "-c", "kill -" + name + " " + process().pid())
                    .start();
            assertThat(kill.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
            assertThat(kill.exitValue()).isZero();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** SIGKILL. */
    @Override
    public void close() {
        if (process != null) {
            process.destroyForcibly();
            await("end of Redis").atMost(LIMIT).until(() -> !process().isAlive());
        }
    }
}
