package io.ris.hub.monitoring.topology;

import io.ris.hub.monitoring.AgentMetrics;
import io.ris.hub.monitoring.timeseries.SeriesView;
import io.ris.hub.platform.live.RawJson;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/** A picture, and what its readers share. Thread-safe. */
public final class Snapshot {

    private final Topology topology;
    private final List<AgentMetrics> metrics;
    private final long number;
    private final long edition;
    private final long changes;
    private final Instant madeAt;
    private final Instant validUntil;
    private final long costNanos;
    private final Once<Map<String, Integer>> nodesByType = new Once<>();
    private final Once<Map<String, Integer>> edgesByType = new Once<>();
    private final Once<byte[]> answer = new Once<>();
    private final Once<byte[]> zippedAnswer = new Once<>();
    private final Once<RawJson> text = new Once<>();

    Snapshot(
            Topology topology,
            List<AgentMetrics> metrics,
            long number,
            long edition,
            long changes,
            Instant madeAt,
            Instant validUntil,
            long costNanos) {
        this.topology = topology;
        this.metrics = metrics;
        this.number = number;
        this.edition = edition;
        this.changes = changes;
        this.madeAt = madeAt;
        this.validUntil = validUntil;
        this.costNanos = costNanos;
    }

    public Topology topology() {
        return topology;
    }

    /** The figures of the reports that it is made of. */
    public List<AgentMetrics> metrics() {
        return metrics;
    }

    /** Another one for each picture of a tenant that this process made. */
    public long number() {
        return number;
    }

    /** The number of the first picture since which all have shown the same. */
    public long edition() {
        return edition;
    }

    /** How many nodes there are of each type. */
    public Map<String, Integer> nodesByType() {
        return nodesByType.get(
                () -> counted(topology.nodes().values(), node -> node.type().wireName()));
    }

    /** How many edges there are of each type. */
    public Map<String, Integer> edgesByType() {
        return edgesByType.get(
                () -> counted(topology.edges().values(), edge -> edge.type().wireName()));
    }

    private static <T> Map<String, Integer> counted(Collection<T> things, Function<T, String> type) {
        Map<String, Integer> counts = new TreeMap<>();
        things.forEach(thing -> counts.merge(type.apply(thing), 1, Integer::sum));
        return Collections.unmodifiableMap(counts);
    }

    /** The answer to who asks for the picture, as JSON. */
    public byte[] answer() {
        return answer.get(
                () -> TopologyJson.bytes(topology.nodes().size(), json -> TopologyJson.writeAnswer(topology, json)));
    }

    /** The same in gzip. */
    public byte[] zippedAnswer() {
        return zippedAnswer.get(() -> zipped(answer()));
    }

    /** The picture as JSON for messages. */
    public RawJson text() {
        return text.get(() -> new RawJson(new String(
                TopologyJson.bytes(topology.nodes().size(), json -> TopologyJson.write(topology, json)),
                StandardCharsets.UTF_8)));
    }

    private static byte[] zipped(byte[] plain) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(plain.length / 8 + 64);
        try (GZIPOutputStream zip = new QuickGzip(bytes)) {
            zip.write(plain);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // memory has no faults
        }
        return bytes.toByteArray();
    }

    /** Most of what can be saved is saved by the quickest way. */
    private static final class QuickGzip extends GZIPOutputStream {

        private static final int BUFFER = 64 * 1024;

        QuickGzip(OutputStream out) throws IOException {
            super(out, BUFFER);
            def.setLevel(Deflater.BEST_SPEED);
        }
    }

    /** Made by the first who asks, for all others too; who asks at the same moment waits for that one. */
    private static final class Once<T> {

        private volatile @Nullable T made;

        T get(Supplier<T> maker) {
            T present = made;
            return present == null ? make(maker) : present;
        }

        private synchronized T make(Supplier<T> maker) {
            T present = made;
            if (present == null) {
                present = maker.get();
                made = present;
            }
            return present;
        }
    }

    boolean isUpToDate(SeriesView series, Instant now) {
        return changes == series.changes() && now.isBefore(validUntil);
    }

    Instant madeAt() {
        return madeAt;
    }

    long costNanos() {
        return costNanos;
    }
}
