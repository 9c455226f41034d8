package io.ris.agent.docker;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicLong;

/** Takes apart what an engine sends of a container's output, into two files of bounded size. */
public final class LogCopy {

    /** The engine's head of each piece: the stream, three bytes of nothing, the length. */
    private static final int HEAD = 8;

    private static final int STDERR = 2;
    private static final int PIECE = 32 * 1024;

    private final Path stdout;
    private final Path stderr;
    private final long cap;
    private final AtomicLong stdoutBeyond = new AtomicLong();
    private final AtomicLong stderrBeyond = new AtomicLong();

    /** @param cap the most bytes of each that are kept */
    public LogCopy(Path stdout, Path stderr, long cap) {
        this.stdout = stdout;
        this.stderr = stderr;
        this.cap = cap;
    }

    /** Bytes of standard output that were not kept. */
    public long stdoutBeyond() {
        return stdoutBeyond.get();
    }

    /** Bytes of standard error that were not kept. */
    public long stderrBeyond() {
        return stderrBeyond.get();
    }

    /** Takes all, as it comes. */
    void from(InputStream logs) throws IOException {
        Files.deleteIfExists(stdout);
        Files.deleteIfExists(stderr);
        stdoutBeyond.set(0);
        stderrBeyond.set(0);
        take(logs, 0, 0);
    }

    /** Takes what was not taken before, from what is all of it again. */
    void restFrom(InputStream logs) throws IOException {
        take(logs, size(stdout) + stdoutBeyond(), size(stderr) + stderrBeyond());
    }

    private static long size(Path file) throws IOException {
        return Files.exists(file) ? Files.size(file) : 0;
    }

    private void take(InputStream logs, long stdoutKnown, long stderrKnown) throws IOException {
        long[] known = {stdoutKnown, stderrKnown};
        try (FileChannel out = open(stdout);
                FileChannel err = open(stderr)) {
            for (byte[] head = logs.readNBytes(HEAD); head.length == HEAD; head = logs.readNBytes(HEAD)) {
                long length = Integer.toUnsignedLong(ByteBuffer.wrap(head).getInt(4));
                boolean error = head[0] == STDERR;
                long skipped = Math.min(length, known[error ? 1 : 0]);
                known[error ? 1 : 0] -= skipped;
                logs.skipNBytes(skipped);
                long beyond = copy(logs, length - skipped, error ? err : out);
                (error ? stderrBeyond : stdoutBeyond).addAndGet(beyond);
            }
        }
    }

    private static FileChannel open(Path file) throws IOException {
        return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    /** Answers how much of it was not kept. */
    private long copy(InputStream logs, long length, FileChannel file) throws IOException {
        byte[] piece = new byte[(int) Math.min(PIECE, Math.max(1, length))];
        long beyond = 0;
        for (long left = length; left > 0; ) {
            int count = logs.read(piece, 0, (int) Math.min(piece.length, left));
            if (count < 0) {
                throw new EOFException("the engine hung up");
            }
            int kept = (int) Math.min(count, cap - file.size());
            write(file, ByteBuffer.wrap(piece, 0, kept));
            beyond += count - kept;
            left -= count;
        }
        return beyond;
    }

    /** A disk that takes nothing is told apart from an engine that says nothing. */
    private static void write(FileChannel file, ByteBuffer bytes) throws IOException {
        try {
            while (bytes.hasRemaining()) {
                file.write(bytes);
            }
        } catch (ClosedByInterruptException stopped) {
            throw stopped;
        } catch (IOException e) {
            throw new FileSystemException("the output", null, e.getMessage());
        }
    }
}
