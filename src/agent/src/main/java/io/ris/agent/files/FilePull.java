package io.ris.agent.files;

import io.ris.agent.policy.AgentPolicy;
import io.ris.agent.policy.RefusedException;
import io.ris.protocol.FileSpec;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributes;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;

/** Copies a file for the hub, if it is small enough. */
public final class FilePull {

    private static final int PIECE = 64 * 1024;

    private final FileSpec spec;
    private final AgentPolicy policy;
    private final Path copy;
    private final long limit;

    /**
     * @param copy where the content goes; there is nothing where the pull fails
     * @param kept the most bytes of it that the hub would keep
     */
    public FilePull(FileSpec spec, AgentPolicy policy, Path copy, long kept) {
        this.spec = spec;
        this.policy = policy;
        this.copy = copy;
        this.limit = Math.min(kept, spec.sizeLimit());
    }

    /**
     * Copies the file.
     *
     * @param goesOn asked again and again
     * @throws CancellationException if the answer was no
     */
    public FileFacts run(BooleanSupplier goesOn) throws FileException, RefusedException, IOException {
        try (Place place = Place.open(Path.of(spec.path()), false, false, policy)) {
            PosixFileAttributes file =
                    place.find().orElseThrow(() -> new FileException("not_found", "there is no " + place.path()));
            if (!file.isRegularFile()) {
                throw new FileException("not_a_file", place.path() + " is no file");
            }
            requireFits(file.size());
            Path part = copy.resolveSibling(copy.getFileName() + ".part");
            FileFacts facts = copy(place, file, part, goesOn);
            if (spec.sha256() != null && !spec.sha256().equals(facts.sha256())) {
                throw new FileException("checksum_mismatch", "the file has the SHA-256 " + facts.sha256());
            }
            Files.move(part, copy, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            return facts;
        }
    }

    private FileFacts copy(Place place, PosixFileAttributes file, Path part, BooleanSupplier goesOn)
            throws FileException, IOException {
        Digest digest = new Digest();
        long size = 0;
        ByteBuffer piece = ByteBuffer.allocate(PIECE);
        try (SeekableByteChannel from = place.read();
                FileChannel to = FileChannel.open(
                        part,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE,
                        StandardOpenOption.TRUNCATE_EXISTING)) {
            while (from.read(piece) >= 0) {
                if (!goesOn.getAsBoolean()) {
                    throw new CancellationException("stopped");
                }
                size += piece.flip().remaining();
                requireFits(size);
                digest.add(piece.duplicate());
                while (piece.hasRemaining()) {
                    to.write(piece);
                }
                piece.clear();
            }
        }
        return new FileFacts(place.path(), size, digest.hex(), file.permissions(), null);
    }

    private void requireFits(long size) throws FileException {
        if (size > limit) {
            throw new FileException("too_large", "the file has more than " + limit + " bytes");
        }
    }
}
