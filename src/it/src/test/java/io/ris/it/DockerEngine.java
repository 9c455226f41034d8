package io.ris.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A container engine of a test's own, with a root and a socket of its own and one small image. */
final class DockerEngine implements AutoCloseable {

    /** The image: busybox, as {@code /bin/sh} and as whatever else it can be. */
    static final String IMAGE = "ris-test/busybox:1";

    private static final Duration LIMIT = Duration.ofMinutes(1);

    private final Path directory = Scratch.directory("engine");
    private final Path socket = directory.resolve("engine.sock");
    private final Program daemon;

    DockerEngine() {
        daemon = Program.start(
                Map.of(),
                List.of(
                        "/usr/sbin/dockerd",
                        "--storage-driver=vfs",
                        "--bridge=none",
                        "--iptables=false",
                        "--data-root=" + directory.resolve("data"),
                        "--exec-root=" + directory.resolve("exec"),
                        "--pidfile=" + directory.resolve("pid"),
                        "--host=" + host()));
        await("the engine").atMost(LIMIT).until(() -> daemon.stderr().contains("API listen on") || !daemon.isAlive());
        assertThat(daemon.isAlive()).as(daemon.output()).isTrue();
        makeImage();
    }

    private void makeImage() {
        Path bin = directory.resolve("image/bin");
        try {
            Files.createDirectories(bin);
            Files.copy(Path.of("/bin/busybox"), bin.resolve("busybox"));
            for (String name : List.of("sh", "sleep", "echo", "cat")) {
                Files.createSymbolicLink(bin.resolve(name), Path.of("busybox"));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Path archive = directory.resolve("image.tar");
        Program.runToEnd("tar", "-C", bin.getParent().toString(), "-cf", archive.toString(), ".");
        said("import", archive.toString(), IMAGE);
    }

    /** What {@code DOCKER_HOST} is for clients of it. */
    String host() {
        return "unix://" + socket;
    }

    /** What its own client says. */
    String said(String... arguments) {
        List<String> command = new ArrayList<>(List.of("docker", "--host", host()));
        command.addAll(List.of(arguments));
        try (Program client = Program.start(Map.of(), command)) {
            assertThat(client.awaitExit(LIMIT)).as(client.output()).isZero();
            return client.stdout().strip();
        }
    }

    /** The names of all containers that there are. */
    List<String> containers() {
        return said("ps", "--all", "--format", "{{.Names}}").lines().toList();
    }

    @Override
    public void close() {
        String all = said("ps", "--all", "--quiet");
        Stream.of(all.split("\n", -1)).filter(id -> !id.isEmpty()).forEach(id -> said("rm", "--force", id));
        daemon.terminate();
        daemon.awaitExit(LIMIT);
        daemon.close();
        Scratch.delete(directory);
    }
}
