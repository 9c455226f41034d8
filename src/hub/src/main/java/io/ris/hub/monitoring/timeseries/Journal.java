package io.ris.hub.monitoring.timeseries;

import io.ris.hub.platform.TenantCode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The reports that are in no segment yet. It is one file, to which all is added; when much of it is of no use any more, what still is
 * goes to the next file, and the file is deleted. Thread-safe.
 */
final class Journal {

    private static final String PREFIX = "journal-";
    private static final Pattern NAME = Pattern.compile(PREFIX + "\\d{1,18}");

    private final Path directory;
    private final long rollAt;
    private long number;
    private RecordFile file;

    /** @param rollAt bytes above which a file gives way to the next */
    Journal(Path directory, long rollAt) throws IOException {
        this.directory = directory;
        this.rollAt = rollAt;
        this.number = files(directory).stream().mapToLong(Journal::number).max().orElse(0) + 1;
        this.file = RecordFile.create(path());
    }

    /**
     * A report in the journal, or that all is void that an agent reported up to a moment.
     *
     * @param receivedAt milliseconds since the epoch
     * @param json empty where it is void
     */
    @SuppressWarnings("ArrayRecordComponent") // nobody compares them
    record Entry(TenantCode tenant, String agentId, long receivedAt, byte[] json) {

        static Entry ofVoid(TenantCode tenant, String agentId, long until) {
            return new Entry(tenant, agentId, until, new byte[0]);
        }

        boolean isVoid() {
            return json.length == 0;
        }
    }

    /** Where an entry is. */
    record Place(Path file, long offset) {}

    /** The files there are, oldest first. */
    static List<Path> files(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(
                            file -> NAME.matcher(file.getFileName().toString()).matches())
                    .sorted(Comparator.comparingLong(Journal::number))
                    .toList();
        }
    }

    private static long number(Path file) {
        return Long.parseLong(file.getFileName().toString().substring(PREFIX.length()));
    }

    private Path path() {
        return directory.resolve(PREFIX + number);
    }

    synchronized Place append(Entry entry) throws IOException {
        byte[] tenant = entry.tenant().value().getBytes(StandardCharsets.UTF_8);
        byte[] agent = entry.agentId().getBytes(StandardCharsets.UTF_8);
        byte[] head = ByteBuffer.allocate(Long.BYTES + 2 * Short.BYTES + tenant.length + agent.length)
                .putLong(entry.receivedAt())
                .putShort((short) tenant.length)
                .put(tenant)
                .putShort((short) agent.length)
                .put(agent)
                .array();
        return new Place(file.path(), file.append(head, entry.json()));
    }

    static Entry read(Place place) throws IOException {
        return decode(RecordFile.read(place.file(), place.offset()));
    }

    /** An entry's bytes, as a file has them. */
    static Entry decode(byte[] record) {
        ByteBuffer buffer = ByteBuffer.wrap(record);
        long receivedAt = buffer.getLong();
        String tenant = text(buffer);
        String agent = text(buffer);
        byte[] json = new byte[buffer.remaining()];
        buffer.get(json);
        return new Entry(new TenantCode(tenant), agent, receivedAt, json);
    }

    private static String text(ByteBuffer buffer) {
        byte[] bytes = new byte[Short.toUnsignedInt(buffer.getShort())];
        buffer.get(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /**
     * Whether it is time for the next file.
     *
     * @param live bytes of what is still of use
     */
    synchronized boolean isFull(long live) {
        return file.length() > Math.max(rollAt, 4 * live);
    }

    /**
     * Begins the next file.
     *
     * @return the one before, to be deleted when nothing in it is of use
     */
    synchronized Path roll() throws IOException {
        RecordFile before = file;
        number++;
        file = RecordFile.create(path());
        before.close();
        return before.path();
    }

    synchronized void close() throws IOException {
        file.close();
    }
}
