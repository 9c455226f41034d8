package io.ris.hub.monitoring.timeseries;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;

/**
 * A file of records, each with its length and checksum, to which one process appends. Appending is for one thread at a time; reading
 * for any.
 */
final class RecordFile {

    /** Bytes in front of each record: mark, length, checksum. */
    static final int FRAME = 12;

    private static final System.Logger LOG = System.getLogger(RecordFile.class.getName());
    private static final int MARK = 0x52495352;
    private static final int LARGEST = 64 * 1024 * 1024;

    private final Path path;
    private final RandomAccessFile file;
    private long length;

    private RecordFile(Path path, RandomAccessFile file, long length) {
        this.path = path;
        this.file = file;
        this.length = length;
    }

    /** Makes a file, which must not be there yet. */
    static RecordFile create(Path path) throws IOException {
        Files.createFile(path);
        return new RecordFile(path, new RandomAccessFile(path.toFile(), "rw"), 0);
    }

    Path path() {
        return path;
    }

    long length() {
        return length;
    }

    /**
     * Adds a record of two parts.
     *
     * @return where it is
     * @throws IOException if it could not be written; then it is not there, and the next may be
     */
    long append(byte[] head, byte[] body) throws IOException {
        CRC32C checksum = new CRC32C();
        checksum.update(head);
        checksum.update(body);
        byte[] front = ByteBuffer.allocate(FRAME + head.length)
                .putInt(MARK)
                .putInt(head.length + body.length)
                .putInt((int) checksum.getValue())
                .put(head)
                .array();
        long begin = length;
        try {
            file.write(front);
            file.write(body);
        } catch (IOException e) {
            file.setLength(begin); // half a record would hide those after it
            file.seek(begin);
            throw e;
        }
        length = begin + front.length + body.length;
        return begin;
    }

    /** The record at a place. */
    static byte[] read(Path path, long offset) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            return read(channel, offset);
        }
    }

    /** The record at a place of an open file. */
    static byte[] read(FileChannel channel, long offset) throws IOException {
        ByteBuffer frame = fill(channel, ByteBuffer.allocate(FRAME), offset);
        int mark = frame.getInt();
        int size = frame.getInt();
        int checksum = frame.getInt();
        if (mark != MARK || size < 0 || size > LARGEST) {
            throw new DamagedRecordException("no record at " + offset);
        }
        byte[] record = fill(channel, ByteBuffer.allocate(size), offset + FRAME).array();
        requireSound(record, checksum);
        return record;
    }

    private static ByteBuffer fill(FileChannel channel, ByteBuffer buffer, long offset) throws IOException {
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, offset + buffer.position()) < 0) {
                throw new EOFException("the record at " + offset + " is cut off");
            }
        }
        return buffer.flip();
    }

    private static void requireSound(byte[] record, int checksum) throws DamagedRecordException {
        CRC32C actual = new CRC32C();
        actual.update(record);
        if ((int) actual.getValue() != checksum) {
            throw new DamagedRecordException("a record does not have its checksum");
        }
    }

    /** What is done with each record of a file. */
    interface Visitor {
        void visit(long offset, byte[] record) throws IOException;
    }

    /** Reads all records that are sound. A damaged one is left out; where not even its length can be trusted, all after it are. */
    static void scan(Path path, Visitor visitor) throws IOException {
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(Files.newInputStream(path), 1 << 20))) {
            long size = Files.size(path);
            long offset = 0;
            while (offset + FRAME <= size) {
                int mark = in.readInt();
                int length = in.readInt();
                int checksum = in.readInt();
                if (mark != MARK || length < 0 || length > LARGEST || offset + FRAME + length > size) {
                    LOG.log(System.Logger.Level.INFO, "{0} ends at {1}: what follows is no record", path, offset);
                    return;
                }
                byte[] record = in.readNBytes(length);
                try {
                    requireSound(record, checksum);
                    visitor.visit(offset, record);
                } catch (DamagedRecordException e) {
                    LOG.log(System.Logger.Level.WARNING, "{0} is damaged at {1}", path, offset);
                }
                offset += FRAME + length;
            }
        }
    }

    /** Nothing is added any more. */
    void close() throws IOException {
        file.close();
    }

    /** A record is not what was written. */
    static final class DamagedRecordException extends IOException {

        private static final long serialVersionUID = 1L;

        DamagedRecordException(String message) {
            super(message);
        }
    }
}
