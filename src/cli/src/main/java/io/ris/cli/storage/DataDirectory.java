package io.ris.cli.storage;

import io.ris.cli.ExitCode;
import io.ris.cli.RefusedException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** A data directory in use by this process alone: the lock is held until it is closed, or the process ends. */
public final class DataDirectory implements AutoCloseable {

    private final Path root;
    private final FileChannel lock;

    private DataDirectory(Path root, FileChannel lock) {
        this.root = root;
        this.lock = lock;
    }

    /**
     * Makes the directory (mode 0700) unless it is there, and takes its lock.
     *
     * @throws RefusedException if it cannot be used, or if another process uses it
     */
    public static DataDirectory open(Path directory) throws RefusedException {
        Path root = directory.toAbsolutePath().normalize();
        requireDirectory(root);
        try {
            PrivateFile.createDirectories(root);
            Path file = root.resolve("lock");
            PrivateFile.createIfAbsent(file);
            FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
            if (tryLock(channel) == null) {
                String holder = Files.readString(file).strip();
                channel.close();
                throw refused(
                        root, "is in use by another `ris up`" + (holder.isEmpty() ? "" : " (pid " + holder + ")"));
            }
            channel.truncate(0);
            channel.write(ByteBuffer.wrap((ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.US_ASCII)));
            return new DataDirectory(root, channel);
        } catch (IOException e) {
            throw new RefusedException(
                    ExitCode.BAD_DATA_DIRECTORY, "data directory " + root + " cannot be used: " + reason(e), e);
        }
    }

    private static void requireDirectory(Path root) throws RefusedException {
        if (Files.exists(root) && !Files.isDirectory(root)) {
            throw refused(root, "is not a directory");
        }
        if (Files.isDirectory(root) && !Files.isWritable(root)) {
            throw refused(root, "cannot be written");
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    private static RefusedException refused(Path root, String why) {
        return new RefusedException(ExitCode.BAD_DATA_DIRECTORY, "data directory " + root + " " + why);
    }

    private static String reason(IOException e) {
        return e.getClass().getSimpleName().replace("Exception", "") + ": " + e.getMessage();
    }

    /** The directory itself, absolute. */
    public Path root() {
        return root;
    }

    /** Something in it. */
    public Path resolve(String name) {
        return root.resolve(name);
    }

    /** A directory in it, made (mode 0700) unless it is there. */
    public Path directory(String name) throws IOException {
        Path directory = root.resolve(name);
        PrivateFile.createDirectories(directory);
        return directory;
    }

    @Override
    public void close() throws IOException {
        lock.close();
    }
}
