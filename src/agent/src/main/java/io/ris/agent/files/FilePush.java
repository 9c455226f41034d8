package io.ris.agent.files;

import io.ris.agent.policy.AgentPolicy;
import io.ris.agent.policy.RefusedException;
import io.ris.agent.storage.AtomicFile;
import io.ris.protocol.FileSpec;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;

/**
 * Writes a file beside its place and then puts it there in one step. A note in the journal is durable before that step, and
 * the file beside is gone after it: an agent that was killed knows from the two whether it came to the step.
 */
public final class FilePush {

    private static final String NOTE = "in-place";
    private static final Set<PosixFilePermission> NEW = PosixFilePermissions.fromString("rw-r--r--");

    private final FileSpec spec;
    private final AgentPolicy policy;
    private final Path beside;
    private final Path journal;
    private final Path note;
    private final byte[] content;
    private final String sha256;

    /**
     * @param attempt of whom the file beside has its name
     * @param journal the attempt's directory there
     */
    public FilePush(FileSpec spec, AgentPolicy policy, String attempt, Path journal) {
        this.spec = spec;
        this.policy = policy;
        this.beside = Path.of(".ris-" + attempt);
        this.journal = journal;
        this.note = journal.resolve(NOTE);
        this.content = spec.bytes();
        this.sha256 = Digest.of(content);
    }

    /** Why the policy does not let a task have its file, as the machine is now. */
    public static Optional<RefusedException> refusal(FileSpec spec, AgentPolicy policy) {
        try {
            policy.requireFile(Place.resolve(Path.of(spec.path()), spec.pushes(), spec.createsDirs()));
            return Optional.empty();
        } catch (RefusedException e) {
            return Optional.of(e);
        } catch (FileException | IOException later) {
            return Optional.empty(); // what else keeps it from being done shows when it is done
        }
    }

    /**
     * Writes the file, unless it holds all that already.
     *
     * @param goes asked right before the step; the file stays as it is where the answer is no
     * @throws CancellationException if it was
     */
    public FileFacts run(BooleanSupplier goes) throws FileException, RefusedException, IOException {
        if (spec.sha256() != null && !spec.sha256().equals(sha256)) {
            throw new FileException("checksum_mismatch", "the content has the SHA-256 " + sha256);
        }
        try (Place place = open()) {
            withdraw(place);
            Optional<PosixFileAttributes> old = place.find();
            if (old.isPresent() && isThere(place, old.get())) {
                return facts(place, false);
            }
            write(place, old, goes);
            return facts(place, true);
        }
    }

    /** Goes on where an agent that was killed has left it; empty where nobody can tell what became of it. */
    public Optional<FileFacts> resume(BooleanSupplier goes) throws FileException, RefusedException, IOException {
        boolean cameToTheStep;
        try (Place place = open()) {
            cameToTheStep = Files.exists(note) && place.find(beside).isEmpty();
            if (cameToTheStep) {
                Optional<PosixFileAttributes> now = place.find();
                return now.isPresent() && holdsContent(place, now.get())
                        ? Optional.of(facts(place, true))
                        : Optional.empty();
            }
        }
        return Optional.of(run(goes));
    }

    private Place open() throws FileException, RefusedException, IOException {
        return Place.open(Path.of(spec.path()), true, spec.createsDirs(), policy);
    }

    private boolean isThere(Place place, PosixFileAttributes old) throws FileException, IOException {
        if (!old.isRegularFile()) {
            throw new FileException("not_a_file", place.path() + " is no file");
        }
        boolean same = holdsContent(place, old);
        if (!same && !spec.overwrites()) {
            throw new FileException("exists", place.path() + " is there already");
        }
        return same
                && (spec.mode() == null || FileFacts.permissions(spec.mode()).equals(old.permissions()));
    }

    private boolean holdsContent(Place place, PosixFileAttributes file) throws IOException {
        if (!file.isRegularFile() || file.size() != content.length) {
            return false;
        }
        try (SeekableByteChannel channel = place.read()) {
            return Digest.of(channel).equals(sha256);
        }
    }

    private void write(Place place, Optional<PosixFileAttributes> old, BooleanSupplier goes)
            throws FileException, IOException {
        boolean done = false;
        try {
            fill(place, old);
            AtomicFile.writeDurably(note, sha256);
            if (!goes.getAsBoolean()) {
                throw new CancellationException("stopped before the file was put in its place");
            }
            if (old.isPresent() || spec.overwrites()) {
                place.replaceBy(beside);
            } else {
                place.fillWith(beside);
            }
            done = true;
        } finally {
            if (!done && place.find(beside).isPresent()) {
                withdraw(place);
            }
        }
    }

    /** The note goes first, and durably: without the file beside it would say that the step was made. */
    private void withdraw(Place place) throws IOException {
        if (Files.deleteIfExists(note)) {
            AtomicFile.force(journal);
        }
        place.delete(beside);
    }

    private void fill(Place place, Optional<PosixFileAttributes> old) throws FileException, IOException {
        try (FileChannel channel = place.create(beside)) {
            ByteBuffer bytes = ByteBuffer.wrap(content);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
            verify(place);
            keepOwner(place.view(beside), old);
            place.view(beside)
                    .setPermissions(
                            spec.mode() != null
                                    ? FileFacts.permissions(spec.mode())
                                    : old.map(PosixFileAttributes::permissions).orElse(NEW));
            channel.force(true);
        }
    }

    /** A file keeps its owner and group; where the agent's user cannot give them, it stays as it is. */
    private static void keepOwner(PosixFileAttributeView file, Optional<PosixFileAttributes> old) throws IOException {
        if (old.isEmpty()) {
            return;
        }
        PosixFileAttributes own = file.readAttributes();
        if (!own.owner().equals(old.get().owner())) {
            file.setOwner(old.get().owner());
        }
        if (!own.group().equals(old.get().group())) {
            file.setGroup(old.get().group());
        }
    }

    private void verify(Place place) throws FileException, IOException {
        try (SeekableByteChannel channel = place.read(beside)) {
            if (!Digest.of(channel).equals(sha256)) {
                throw new FileException("checksum_mismatch", "the disk gives back something else than was written");
            }
        }
    }

    private FileFacts facts(Place place, boolean changed) throws IOException {
        PosixFileAttributes file = place.find().orElseThrow(() -> new IOException(place.path() + " is gone again"));
        return new FileFacts(place.path(), content.length, sha256, file.permissions(), changed);
    }
}
