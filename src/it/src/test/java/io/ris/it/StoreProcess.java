package io.ris.it;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A store in a process of its own, for {@code MONGODB_URI}: it can be killed and started again on its file and port. */
final class StoreProcess implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final Path directory = Scratch.directory("store");
    private final int port = Scratch.port();
    private @Nullable Program program;

    StoreProcess start() {
        program = Program.start(
                Map.of(),
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        StoreMain.class.getName(),
                        directory.toString(),
                        Integer.toString(port)));
        await("the store").atMost(LIMIT).until(this::listens);
        return this;
    }

    private boolean listens() {
        try (Socket probe = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return probe.isConnected();
        } catch (IOException notYet) {
            return false;
        }
    }

    Path directory() {
        return directory;
    }

    int port() {
        return port;
    }

    String uri() {
        return "mongodb://127.0.0.1:" + port;
    }

    /** From now on the collections of a name take no new documents, while the rest works. */
    void refuse(String collection) {
        Scratch.write(directory.resolve("refuse." + collection), "");
    }

    /** They take documents again. */
    void takeAgain(String collection) {
        Scratch.delete(directory.resolve("refuse." + collection));
    }

    /** SIGKILL. */
    void kill() {
        if (program != null) {
            program.close();
            await("end of the store").atMost(LIMIT).until(() -> !listens());
        }
    }

    /** SIGKILL, and a start with nothing of what it had. */
    void lose() {
        kill();
        Scratch.delete(directory);
        start();
    }

    @Override
    public void close() {
        kill();
        Scratch.delete(directory);
    }
}
