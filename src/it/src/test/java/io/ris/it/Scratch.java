package io.ris.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** Places and ports that a test may use and nobody else does. */
final class Scratch {

    private static final Path ROOT = Path.of("target", "it").toAbsolutePath();

    /** The tests' processes run beside each other, each with ports of its own. */
    private static final int PORTS_OF_ONE = 9_000;

    private static final int FIRST_PORT =
            12_000 + (Integer.getInteger("surefire.forkNumber", 1) - 1) % 2 * PORTS_OF_ONE;
    private static final int END_OF_PORTS = FIRST_PORT + PORTS_OF_ONE;
    private static final AtomicInteger PORTS = new AtomicInteger(new SecureRandom().nextInt(FIRST_PORT, END_OF_PORTS));

    private Scratch() {}

    /** A new empty directory below {@code target/it}. */
    static Path directory(String name) {
        try {
            return Files.createTempDirectory(Files.createDirectories(ROOT), name + "-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A path below {@code target/it} at which nothing is yet. */
    static Path absent(String name) {
        return directory(name).resolve("data");
    }

    /**
     * A TCP port of the loopback interface that nobody listens on. It lies below those that Linux gives to outgoing connections,
     * so that it is still free when a program that had it is started again.
     */
    static int port() {
        int port;
        do {
            port = PORTS.getAndUpdate(last -> last + 1 < END_OF_PORTS ? last + 1 : FIRST_PORT);
        } while (isTaken(port));
        return port;
    }

    private static boolean isTaken(int port) {
        try (ServerSocket probe = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return !probe.isBound();
        } catch (BindException taken) {
            return true;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A new master key, as {@code RIS_MASTER_KEY} takes it. */
    static String masterKey() {
        byte[] key = new byte[32];
        new SecureRandom().nextBytes(key);
        return Base64.getEncoder().encodeToString(key);
    }

    /** The last lines of a file; empty where there is none. */
    static String tail(Path file, int lines) {
        try {
            List<String> all = read(file).lines().toList();
            return String.join("\n", all.subList(Math.max(0, all.size() - lines), all.size()));
        } catch (UncheckedIOException unreadable) {
            return "(cannot read " + file + ": " + unreadable.getMessage() + ")";
        }
    }

    /** The whole text of a file, whatever its bytes are; empty where there is none. */
    static String read(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        } catch (NoSuchFileException absent) {
            return "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Puts a text into a file at once: a reader sees the old one or the new one. */
    static void write(Path file, String text) {
        try {
            Path whole = Files.writeString(Files.createTempFile(file.getParent(), "next", ""), text);
            Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Copies files into a directory, which is made where it is not there. */
    static void copy(Path from, Path into, String... files) {
        try {
            Files.createDirectories(into);
            for (String file : files) {
                Files.copy(from.resolve(file), into.resolve(file));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Deletes a directory of this class with all that is in it. */
    static void delete(Path directory) {
        if (!directory.startsWith(ROOT) || !Files.exists(directory)) {
            return;
        }
        try (Stream<Path> tree = Files.walk(directory)) {
            for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
