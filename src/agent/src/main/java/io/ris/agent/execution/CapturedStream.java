package io.ris.agent.execution;

import io.ris.agent.journal.StreamProgress;
import io.ris.protocol.OutputData;
import io.ris.protocol.OutputStreamName;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/**
 * One output stream of an attempt: a file that its writer appends to, of which the first bytes, up to a cap, are kept. What is
 * beyond stays a part of the file's length, so that all of it is counted, but its place on the disk is given back while it grows.
 */
final class CapturedStream {

    /** So much beyond the cap may take its place on the disk before it is given back. */
    static final long SLACK = 8 * 1024 * 1024;

    /** From here on the file is cut back all the same: file systems have a largest length, of which no program shall hear. */
    private static final long LONGEST = 1L << 40;

    /** The most bytes on their way to the hub without its acknowledgement. */
    static final long WINDOW = 256 * 1024;

    private static final Logger LOG = System.getLogger(CapturedStream.class.getName());

    private final OutputStreamName name;
    private final Path file;
    private final long cap;
    private final SecretMask mask;
    private boolean streamed;
    private long sent;
    private long acknowledged;
    private long dropped;
    private long released;
    private long lastSize;
    private long lost;
    private boolean givenUp;

    /**
     * @param cap the most bytes that are kept
     * @param mask of what must not show in what is taken
     */
    CapturedStream(OutputStreamName name, Path directory, StreamProgress progress, long cap, SecretMask mask) {
        this.mask = mask;
        this.cap = cap;
        this.released = cap;
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

    /** The most bytes that are kept. */
    long cap() {
        return cap;
    }

    /** Bytes that were written and not kept. */
    long dropped() throws IOException {
        return dropped + Math.max(0, size() - cap);
    }

    /** Counts bytes that never reached the file. */
    void drop(long bytes) {
        dropped += bytes;
    }

    long available() throws IOException {
        return Math.min(size(), cap);
    }

    /** Gives back the disk of what is beyond the cap; answers whether the file still grows there. */
    boolean release() throws IOException {
        long size = size();
        boolean grows = size > cap && size > lastSize;
        lastSize = size;
        if (size > LONGEST || (size - released > SLACK && !FileHoles.punch(file, cap, size))) {
            cutBack();
        } else if (size - released > SLACK) {
            released = size;
        }
        return grows;
    }

    /** What is written in between is not counted. */
    private void cutBack() throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            dropped += channel.size() - cap;
            channel.truncate(cap);
        }
        released = cap;
        lastSize = cap;
    }

    /** Whether all of it has been sent, where it goes ahead of the result. */
    boolean isDrained() throws IOException {
        return givenUp || !streamed || sent >= available();
    }

    void acknowledge(long offset) {
        acknowledged = Math.max(acknowledged, Math.min(offset, cap));
        sent = Math.max(sent, acknowledged);
    }

    void rewind() {
        sent = acknowledged;
        lost = 0;
        givenUp = false;
    }

    /** Nothing more of it is sent, until it is rewound. */
    void giveUp() {
        givenUp = true;
        try {
            lost = streamed ? Math.max(0, available() - sent) : 0;
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "nobody knows how much is lost of " + file, e);
        }
    }

    /** Bytes that were kept and given up, as far as that is known. */
    long lost() {
        return lost;
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
        if (givenUp) {
            return new byte[0];
        }
        long length = Math.min(ready(complete) - sent, OutputStreamName.CHUNK_LIMIT);
        if (!streamed || length <= 0 || sent + length - acknowledged > WINDOW) {
            return new byte[0];
        }
        byte[] piece = masked(sent, (int) length);
        boolean last = complete && sent + piece.length >= available();
        byte[] whole = last ? piece : Arrays.copyOf(piece, OutputData.wholeCharacters(piece));
        sent += whole.length;
        return whole;
    }

    /** All that was kept. */
    byte[] readAll() throws IOException {
        return masked(0, (int) available());
    }

    /** Where ends what can be sent: what may become a secret waits for its rest. */
    private long ready(boolean complete) throws IOException {
        long end = available();
        if (complete || mask.isEmpty()) {
            return end;
        }
        long from = Math.max(0, end - mask.reach());
        return end - mask.openEnd(read(from, (int) (end - from)));
    }

    /** What is around it decides what is a secret; of one that the cap cuts, the beginning is one too. */
    private byte[] masked(long offset, int length) throws IOException {
        if (mask.isEmpty()) {
            return read(offset, length);
        }
        long end = Math.min(available(), offset + length + mask.reach());
        long from = Math.max(0, offset - mask.reach());
        byte[] window = read(from, (int) (end - from));
        if (end == cap && size() > cap) {
            mask.applyToOpenEnd(window);
        }
        mask.apply(window);
        int begin = (int) (offset - from);
        return Arrays.copyOfRange(window, begin, Math.min(window.length, begin + length));
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
}
