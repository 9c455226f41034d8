package io.ris.agent.storage;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;

/** The directory of one agent, held by one process at a time. Only its owner may look into it. */
public final class DataDirectory implements AutoCloseable {

    private final Path path;
    private final FileChannel lock;

    private DataDirectory(Path path, FileChannel lock) {
        this.path = path;
        this.lock = lock;
    }

    /**
     * Creates the directory where it is missing and takes hold of it.
     *
     * @throws DataDirectoryException if it cannot be used, or another process holds it
     */
    public static DataDirectory open(Path directory) throws DataDirectoryException {
        Path path = directory.toAbsolutePath().normalize();
        try {
            Files.createDirectories(
                    path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            FileChannel channel =
                    FileChannel.open(path.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (tryLock(channel) == null) {
                channel.close();
                throw new DataDirectoryException("another agent is running on " + path);
            }
            DataDirectory opened = new DataDirectory(path, channel);
            Files.createDirectories(opened.work());
            return opened;
        } catch (IOException e) {
            throw new DataDirectoryException("the data directory " + path + " cannot be used: " + reason(e));
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException heldByThisProcess) {
            return null;
        }
    }

    private static String reason(IOException e) {
        return e.getClass().getSimpleName().replace("Exception", "") + " " + e.getMessage();
    }

    /** The directory itself. */
    public Path path() {
        return path;
    }

    /** Where attempts are journalled. */
    public Path journal() {
        return path.resolve("journal");
    }

    /** Where commands run that name no directory. */
    public Path work() {
        return path.resolve("work");
    }

    @Override
    public void close() throws IOException {
        lock.close();
    }
}
