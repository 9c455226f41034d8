package io.ris.agent.storage;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileSystemException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** The directory of one agent, held by one process at a time. Only its owner may look into it. */
public final class DataDirectory implements AutoCloseable {

    /** Its only part that is the tasks' own. */
    public static final String WORK = "work";

    private static final Logger LOG = System.getLogger(DataDirectory.class.getName());
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rwx------");
    private static final int STICKY = 01000;
    private static final String LOCK = "lock";
    private static final String JOURNAL = "journal";

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
            Files.createDirectories(path, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
            closeToOthers(path);
            FileChannel channel =
                    FileChannel.open(path.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (tryLock(channel) == null) {
                channel.close();
                throw new DataDirectoryException("another agent is running on " + path);
            }
            DataDirectory opened = new DataDirectory(path, channel);
            Files.createDirectories(opened.work());
            Files.createDirectories(opened.journal());
            closeToOthers(opened.journal());
            return opened;
        } catch (IOException e) {
            throw new DataDirectoryException("the data directory " + path + " cannot be used: " + reason(e));
        }
    }

    /** Also where it was there before; not what is shared on purpose, or another user's, such as the root of a volume. */
    private static void closeToOthers(Path directory) throws IOException {
        if (Files.getPosixFilePermissions(directory).equals(OWNER_ONLY)) {
            return;
        }
        boolean shared = Files.getAttribute(directory, "unix:mode") instanceof Integer mode && (mode & STICKY) != 0;
        try {
            if (!shared) {
                Files.setPosixFilePermissions(directory, OWNER_ONLY);
                return;
            }
        } catch (FileSystemException e) {
            LOG.log(Level.DEBUG, "a directory that cannot be closed", e);
        }
        LOG.log(Level.WARNING, "other users may look into {0}", directory);
    }

    /** The directory of an agent whose starter names it, or its name, or neither. */
    public static Path usual(@Nullable Path named, @Nullable String agent, Map<String, String> environment) {
        if (named != null) {
            return named;
        }
        String home = environment.getOrDefault("HOME", System.getProperty("user.home", "."));
        return Path.of(home, ".ris", "agents", agent == null ? "default" : agent);
    }

    /** Whether this process holds the directory. It is read from {@code proc(5)}: trying the lock could keep an agent out. */
    public static boolean isHeld(Path directory, long pid) throws IOException {
        Path file = directory.resolve(LOCK);
        if (Files.notExists(file)) {
            return false;
        }
        String holder = " " + pid + " ";
        String held = ":" + Files.getAttribute(file, "unix:ino") + " ";
        return Files.readString(Path.of("/proc/locks"))
                .lines()
                .anyMatch(line -> line.contains(holder) && line.contains(held));
    }

    /** How large the journal is; what goes while it is looked at counts for nothing. */
    public static long journalBytes(Path directory) throws IOException {
        LongAdder bytes = new LongAdder();
        Files.walkFileTree(directory.resolve(JOURNAL), new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes facts) {
                bytes.add(facts.size());
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
                return goOn(e);
            }

            @Override
            public FileVisitResult postVisitDirectory(Path place, @Nullable IOException e) throws IOException {
                return e == null ? FileVisitResult.CONTINUE : goOn(e);
            }

            private FileVisitResult goOn(IOException e) throws IOException {
                if (e instanceof NoSuchFileException) {
                    return FileVisitResult.CONTINUE;
                }
                throw e;
            }
        });
        return bytes.sum();
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
        return path.resolve(JOURNAL);
    }

    /** Where commands run that name no directory. */
    public Path work() {
        return path.resolve(WORK);
    }

    @Override
    public void close() throws IOException {
        lock.close();
    }
}
