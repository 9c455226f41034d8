package io.ris.agent.files;

import io.ris.agent.policy.AgentPolicy;
import io.ris.agent.policy.RefusedException;
import io.ris.agent.storage.AtomicFile;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;

/** Where a file is or will be: its directory, held open, and its name in there. */
final class Place implements Closeable {

    private static final Path ROOT = Path.of("/");

    private final Path directory;
    private final SecureDirectoryStream<Path> held;
    private final Path name;

    private Place(Path directory, SecureDirectoryStream<Path> held, Path name) {
        this.directory = directory;
        this.held = held;
        this.name = name;
    }

    /**
     * Opens the directory of a file that is allowed.
     *
     * @param makesDirectories whether missing directories are made
     */
    static Place open(Path named, boolean mayBeMissing, boolean makesDirectories, AgentPolicy policy)
            throws FileException, RefusedException, IOException {
        Path real = resolve(named, mayBeMissing, makesDirectories);
        policy.requireFile(real);
        Path directory = real.getParent() == null ? ROOT : real.getParent();
        return new Place(directory, descend(directory, makesDirectories), real.getFileName());
    }

    /** The path without links, as far as it is there. */
    static Path resolve(Path named, boolean mayBeMissing, boolean directoriesToo) throws FileException, IOException {
        try {
            return named.toRealPath();
        } catch (NoSuchFileException e) {
            if (Files.exists(named, LinkOption.NOFOLLOW_LINKS)) {
                throw new FileException("not_a_file", named + " is a link that leads nowhere");
            }
            Path parent = named.getParent();
            if (!mayBeMissing || parent == null) {
                throw e;
            }
            return resolve(parent, directoriesToo, directoriesToo).resolve(named.getFileName());
        }
    }

    @SuppressWarnings("StreamResourceLeak") // each is closed when the next one is open, the last one with the place
    private static SecureDirectoryStream<Path> descend(Path directory, boolean making)
            throws FileException, IOException {
        SecureDirectoryStream<Path> at = secure(Files.newDirectoryStream(ROOT));
        Path reached = ROOT;
        for (Path step : directory) {
            reached = reached.resolve(step);
            try (SecureDirectoryStream<Path> left = at) {
                at = enter(left, step, reached, making);
            }
        }
        return at;
    }

    private static SecureDirectoryStream<Path> enter(
            SecureDirectoryStream<Path> from, Path step, Path reached, boolean making)
            throws FileException, IOException {
        try {
            return from.newDirectoryStream(step, LinkOption.NOFOLLOW_LINKS);
        } catch (NoSuchFileException missing) {
            if (!making) {
                throw missing;
            }
            make(reached);
            return from.newDirectoryStream(step, LinkOption.NOFOLLOW_LINKS);
        } catch (FileSystemException e) {
            if (e.getClass() == FileSystemException.class) {
                throw new FileException("path_changed", reached + " is no directory any more");
            }
            throw e;
        }
    }

    /** Java makes directories by their whole path alone: at worst an empty one comes to be elsewhere, and is not entered. */
    private static void make(Path directory) throws IOException {
        try {
            Files.createDirectory(directory);
        } catch (FileAlreadyExistsException done) {
            // by somebody else at the same time
        }
    }

    private static SecureDirectoryStream<Path> secure(DirectoryStream<Path> stream) throws FileException, IOException {
        if (stream instanceof SecureDirectoryStream<Path> able) {
            return able;
        }
        stream.close();
        throw new FileException("unsupported", "this system has no handles on directories");
    }

    /** The file's path without links. */
    Path path() {
        return directory.resolve(name);
    }

    /** What the file is, if it is there; a link is a link. */
    Optional<PosixFileAttributes> find() throws IOException {
        return find(name);
    }

    /** What another file of the directory is, if it is there. */
    Optional<PosixFileAttributes> find(Path other) throws IOException {
        try {
            return Optional.of(view(other).readAttributes());
        } catch (NoSuchFileException none) {
            return Optional.empty();
        }
    }

    PosixFileAttributeView view(Path other) {
        return held.getFileAttributeView(other, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
    }

    SeekableByteChannel read() throws IOException {
        return read(name);
    }

    SeekableByteChannel read(Path other) throws IOException {
        return held.newByteChannel(other, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS));
    }

    /** Makes a file that only the agent's user can read, for now. */
    FileChannel create(Path other) throws IOException {
        Set<OpenOption> options =
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
        SeekableByteChannel channel = held.newByteChannel(
                other, options, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        if (channel instanceof FileChannel file) {
            return file;
        }
        channel.close();
        throw new IOException("a file that cannot be forced to disk");
    }

    /** Deletes another file of the directory, if it is there. */
    void delete(Path other) throws IOException {
        try {
            held.deleteFile(other);
        } catch (NoSuchFileException gone) {
            // as it should be
        }
    }

    /** Puts another file of the directory in the place of this one, in one step that outlives a loss of power. */
    void replaceBy(Path other) throws FileException, IOException {
        held.move(other, held, name);
        settle();
    }

    /** The same where there must be no file yet: a link is made only if its name is free. */
    void fillWith(Path other) throws FileException, IOException {
        try {
            Files.createLink(directory.resolve(name), directory.resolve(other));
        } catch (FileAlreadyExistsException e) {
            throw new FileException("exists", path() + " is there already");
        }
        try {
            delete(other);
        } catch (IOException e) {
            throw FileException.afterTheStep(path(), e);
        }
        settle();
    }

    private void settle() throws FileException {
        try {
            AtomicFile.force(directory);
        } catch (IOException e) {
            throw FileException.afterTheStep(path(), e);
        }
    }

    @Override
    public void close() throws IOException {
        held.close();
    }
}
