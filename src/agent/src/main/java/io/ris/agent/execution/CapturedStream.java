package io.ris.agent.execution;

import io.ris.agent.journal.StreamProgress;
import io.ris.protocol.OutputStreamName;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/**
 * One output stream of an attempt: a file that its writer appends to, of which the first {@link #CAP} bytes are kept.
 * Beyond the cap the file is cut back while it grows, and its writer, appending, goes on at the new end.
 */
final class CapturedStream {

    /** The most bytes of a stream that are kept. */
    static final long CAP = 1024 * 1024;

    /** The most bytes on their way to the hub without its acknowledgement. */
    static final long WINDOW = 256 * 1024;

    private final OutputStreamName name;
    private final Path file;
    private boolean streamed;
    private long sent;
    private long acknowledged;
    private long dropped;

    CapturedStream(OutputStreamName name, Path directory, StreamProgress progress) {
        this.name = name;
        this.file = directory.resolve(name.wireName());
        this.streamed = progress.streamed();
        this.acknowledged = progress.acknowledged();
        this.sent = acknowledged;
        this.dropped = progress.dropped();
    }

    OutputStreamName name() {
        return name;
    }

    Path file() {
        return file;
    }

    StreamProgress progress() {
        return new StreamProgress(streamed, acknowledged, dropped);
    }

    boolean isStreamed() {
        return streamed;
    }

    void stream() {
        streamed = true;
    }

    long dropped() {
        return dropped;
    }

    /** Counts bytes that never reached the file. */
    void drop(long bytes) {
        dropped += bytes;
    }

    long available() throws IOException {
        return Math.min(size(), CAP);
    }

    /** Cuts the file back to the cap; answers whether there was anything to cut. */
    boolean trim() throws IOException {
        long size = size();
        if (size <= CAP) {
            return false;
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            dropped += channel.size() - CAP;
            channel.truncate(CAP);
        }
        return true;
    }

    /** Whether all of it has been sent, where it goes ahead of the result. */
    boolean isDrained() throws IOException {
        return !streamed || sent >= available();
    }

    void acknowledge(long offset) {
        acknowledged = Math.max(acknowledged, Math.min(offset, CAP));
        sent = Math.max(sent, acknowledged);
    }

    void rewind() {
        sent = acknowledged;
    }

    /** Offset of the next byte to send. */
    long sent() {
        return sent;
    }

    /**
     * Takes the next piece to send; empty where there is none now.
     *
     * @param complete whether the stream has ended, so that a broken last character goes as it is
     */
    byte[] take(boolean complete) throws IOException {
        long length = Math.min(available() - sent, OutputStreamName.CHUNK_LIMIT);
        if (!streamed || length <= 0 || sent + length - acknowledged > WINDOW) {
            return new byte[0];
        }
        byte[] piece = read(sent, (int) length);
        boolean last = complete && sent + piece.length >= available();
        byte[] whole = last ? piece : Arrays.copyOf(piece, wholeCharacters(piece));
        sent += whole.length;
        return whole;
    }

    /** All that was kept. */
    byte[] readAll() throws IOException {
        return read(0, (int) available());
    }

    private byte[] read(long offset, int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            while (bytes.hasRemaining() && channel.read(bytes, offset + bytes.position()) >= 0) {
                // read until full
            }
        } catch (NoSuchFileException empty) {
            return new byte[0];
        }
        return Arrays.copyOf(bytes.array(), bytes.position());
    }

    private long size() throws IOException {
        try {
            return Files.size(file);
        } catch (NoSuchFileException notYet) {
            return 0;
        }
    }

    /** How many bytes remain without a character that is cut off at the end (RFC 3629, section 3). */
    static int wholeCharacters(byte[] piece) {
        for (int back = 1; back <= Math.min(3, piece.length); back++) {
            int value = piece[piece.length - back] & 0xff;
            if (value < 0x80) {
                return piece.length;
            }
            if (value >= 0xc0) {
                int needed = value >= 0xf0 ? 4 : value >= 0xe0 ? 3 : 2;
                return back < needed ? piece.length - back : piece.length;
            }
        }
        return piece.length;
    }
}
