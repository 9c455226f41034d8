package io.ris.hub.monitoring.timeseries;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A file of points. Thread-safe. */
final class Segment {

    /** How files of points end. */
    static final String SUFFIX = ".points";

    /** Marks a point that is compressed by itself. */
    static final long NO_BASE = -1;

    private final Path path;
    private @Nullable RecordFile file;
    private volatile long bytes;
    private volatile long newest;

    private Segment(Path path, @Nullable RecordFile file, long bytes) {
        this.path = path;
        this.file = file;
        this.bytes = bytes;
    }

    /** A new file. */
    static Segment create(Path path) throws IOException {
        return new Segment(path, RecordFile.create(path), 0);
    }

    /** A file that is there and gets no more points. */
    static Segment of(Path path) throws IOException {
        return new Segment(path, null, Files.size(path));
    }

    /**
     * A point as it is in the file.
     *
     * @param receivedAt milliseconds since the epoch
     * @param base where the point is that it was compressed against; {@link #NO_BASE} for none
     * @param rawLength bytes of the report
     */
    @SuppressWarnings("ArrayRecordComponent") // nobody compares them
    record Point(long receivedAt, long base, int rawLength, String agentId, byte[] metrics, byte[] report) {}

    Path path() {
        return path;
    }

    long bytes() {
        return bytes;
    }

    /** When its newest point was received. */
    Instant newest() {
        return Instant.ofEpochMilli(newest);
    }

    /** @return where it is */
    synchronized long append(Point point) throws IOException {
        if (file == null) {
            throw new IllegalStateException(path + " gets no more points");
        }
        byte[] agent = point.agentId().getBytes(StandardCharsets.UTF_8);
        byte[] head = ByteBuffer.allocate(
                        2 * Long.BYTES + 2 * Integer.BYTES + Short.BYTES + agent.length + point.metrics().length)
                .putLong(point.receivedAt())
                .putLong(point.base())
                .putInt(point.rawLength())
                .putShort((short) agent.length)
                .put(agent)
                .putInt(point.metrics().length)
                .put(point.metrics())
                .array();
        long offset = file.append(head, point.report());
        bytes = file.length();
        seen(point);
        return offset;
    }

    /** A point was found in the file. */
    void seen(Point point) {
        newest = Math.max(newest, point.receivedAt());
    }

    Point read(long offset) throws IOException {
        return decode(RecordFile.read(path, offset));
    }

    static Point decode(byte[] record) {
        ByteBuffer buffer = ByteBuffer.wrap(record);
        long receivedAt = buffer.getLong();
        long base = buffer.getLong();
        int rawLength = buffer.getInt();
        String agent = new String(bytes(buffer, Short.toUnsignedInt(buffer.getShort())), StandardCharsets.UTF_8);
        byte[] metrics = bytes(buffer, buffer.getInt());
        return new Point(receivedAt, base, rawLength, agent, metrics, bytes(buffer, buffer.remaining()));
    }

    private static byte[] bytes(ByteBuffer buffer, int length) {
        byte[] bytes = new byte[length];
        buffer.get(bytes);
        return bytes;
    }

    /** It gets no more points. */
    synchronized void close() throws IOException {
        if (file != null) {
            file.close();
            file = null;
        }
    }

    void delete() throws IOException {
        close();
        Files.deleteIfExists(path);
    }
}
