package io.ris.store;

import de.bwaldvogel.mongo.MongoServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.function.Predicate;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;

/**
 * A MongoDB-protocol server inside the hub's process over one file, for trying the hub out and for one machine. It
 * listens on loopback only. What is acknowledged is on disk.
 */
public final class EmbeddedStore implements AutoCloseable {

    /** How full the file's chunks should at least be; below, they are rewritten in the background. */
    private static final int FILL_PERCENT = 60;

    private static final int COMPACT_BYTES = 8 * 1024 * 1024;
    private static final int RETENTION_MILLIS = 5_000;

    /** Of the file's documents and keys. Older files have 0 and are of no release. */
    private static final int FORMAT = 1;

    /** A change writes its whole page. */
    private static final int PAGE_KILOBYTES = 4;

    private static final int CACHE_MEGABYTES = 48;
    private static final int WORKERS = 32;

    private final MVStore file;
    private final MongoServer server;

    private EmbeddedStore(MVStore file, MongoServer server) {
        this.file = file;
        this.server = server;
    }

    /**
     * Opens or makes the store.
     *
     * @param directory where its file lives
     * @param port port on loopback; 0 for any free one
     * @throws IllegalStateException if the directory cannot be used, or another process has the file
     */
    public static EmbeddedStore open(Path directory, int port) {
        return open(directory, port, collection -> false);
    }

    /**
     * Opens or makes the store.
     *
     * @param directory where its file lives
     * @param port port on loopback; 0 for any free one
     * @param refusesInserts tells of a collection's name whether it takes no new documents for now: a fault to be tried out
     * @throws IllegalStateException if the directory cannot be used, or another process has the file
     */
    public static EmbeddedStore open(Path directory, int port, Predicate<String> refusesInserts) {
        try {
            Files.createDirectories(directory);
            keepPrivate(directory);
            MVStore file = new MVStore.Builder()
                    .fileName(directory.resolve("ris.h2").toString())
                    .autoCommitDisabled()
                    .pageSplitSize(PAGE_KILOBYTES * 1024)
                    .cacheSize(CACHE_MEGABYTES)
                    .open();
            requireReadable(file, directory);
            file.setRetentionTime(RETENTION_MILLIS);
            MongoServer server = new MongoServer(new DurableBackend(file, refusesInserts));
            server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1, WORKERS);
            return new EmbeddedStore(file, server);
        } catch (IOException | MVStoreException e) {
            throw new IllegalStateException(
                    "ris: the embedded store at " + directory + " cannot be opened: " + e.getMessage(), e);
        }
    }

    private static void requireReadable(MVStore file, Path directory) {
        if (file.getMapNames().isEmpty()) {
            file.setStoreVersion(FORMAT);
        } else if (file.getStoreVersion() != FORMAT) {
            int found = file.getStoreVersion();
            file.closeImmediately();
            throw new IllegalStateException("ris: the embedded store at " + directory + " has the format " + found
                    + ", and this program reads format " + FORMAT);
        }
    }

    /** Only the hub's user may look into it, wherever that directory is. */
    private static void keepPrivate(Path directory) throws IOException {
        PosixFileAttributeView view = Files.getFileAttributeView(directory, PosixFileAttributeView.class);
        if (view != null) {
            view.setPermissions(PosixFilePermissions.fromString("rwx------"));
        }
    }

    /** Where to connect, as a MongoDB connection string. */
    public String connectionString() {
        return server.getConnectionString();
    }

    /** Gives space of what was overwritten back to the file. Called every few seconds. */
    public void compact() {
        file.compact(FILL_PERCENT, COMPACT_BYTES);
    }

    /** Stops the server and closes the file. */
    @Override
    public void close() {
        server.shutdown();
    }
}
