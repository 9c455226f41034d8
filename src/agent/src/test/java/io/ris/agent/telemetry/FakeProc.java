package io.ris.agent.telemetry;

import io.ris.agent.host.ProcFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;

/** A process file system that a test makes. */
final class FakeProc {

    static final String OWN_NETWORK = "net:[1]";

    private final Path root;

    FakeProc(Path root) throws IOException {
        this.root = root;
        link("self/ns/net", OWN_NETWORK);
    }

    ProcFiles files() {
        return new ProcFiles(root);
    }

    Path root() {
        return root;
    }

    void write(String file, String content) throws IOException {
        write(file, content.getBytes(StandardCharsets.UTF_8));
    }

    void write(String file, byte[] content) throws IOException {
        Path path = root.resolve(file);
        Files.createDirectories(path.getParent());
        Files.write(path, content);
    }

    void link(String name, String target) throws IOException {
        Path path = root.resolve(name);
        Files.createDirectories(path.getParent());
        Files.deleteIfExists(path);
        Files.createSymbolicLink(path, Path.of(target));
    }

    /** What a process has in its {@code stat}; flags as those of a program of a user. */
    void stat(long pid, String name, long started) throws IOException {
        stat(pid, name, 1, 0x400000, started);
    }

    void stat(long pid, String name, long parent, long flags, long started) throws IOException {
        write(
                pid + "/stat",
                pid + " (" + name + ") S " + parent + " 7 7 0 -1 " + flags + " 1 2 3 4 30 12 99 98 20 0 5 0 " + started
                        + " 111111 256 18446744073709551615 1 1 0\n");
    }

    /** A process of a user, in the machine's own network. */
    void process(long pid, String name, String... arguments) throws IOException {
        stat(pid, name, 100 + pid);
        write(pid + "/status", "Name:\t" + name + "\nUid:\t0\t1000\t0\t0\nGid:\t0\t1001\t0\t0\nThreads:\t5\n");
        write(pid + "/cmdline", String.join("\0", arguments) + "\0");
        write(pid + "/cgroup", "0::/user.slice\n");
        link(pid + "/ns/net", OWN_NETWORK);
        Files.createDirectories(root.resolve(pid + "/fd"));
    }

    void open(long pid, int number, String target) throws IOException {
        link(pid + "/fd/" + number, target);
    }

    /** The process ends. */
    void end(long pid) throws IOException {
        Files.walkFileTree(root.resolve(Long.toString(pid)), new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, IOException failure) throws IOException {
                Files.delete(directory);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
