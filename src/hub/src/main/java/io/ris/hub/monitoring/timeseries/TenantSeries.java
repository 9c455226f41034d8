package io.ris.hub.monitoring.timeseries;

import io.ris.hub.monitoring.AgentMetrics;
import io.ris.hub.monitoring.ReportMetrics;
import io.ris.hub.monitoring.documents.ProbeDocuments;
import io.ris.hub.platform.TenantCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The points of one tenant. Thread-safe. */
final class TenantSeries {

    /** How long one segment gets points: what is kept too long at most. */
    private static final Duration SEGMENT = Duration.ofMinutes(5);

    private final TenantCode tenant;
    private final Path directory;
    private final Map<String, AgentSeries> agents = new ConcurrentHashMap<>();
    private final Map<String, Long> voids = new ConcurrentHashMap<>();
    private final AtomicLong changes = new AtomicLong();
    private final AtomicLong begun = new AtomicLong();
    private final List<Segment> segments = new ArrayList<>();
    private @Nullable Segment open;
    private long openSlot;
    private long files;

    TenantSeries(TenantCode tenant, Path directory) throws IOException {
        this.tenant = tenant;
        this.directory = directory;
        Files.createDirectories(directory);
    }

    TenantCode tenant() {
        return tenant;
    }

    Map<String, AgentSeries> agents() {
        return agents;
    }

    AgentSeries agent(String id) {
        return agents.computeIfAbsent(id, key -> new AgentSeries(begun.incrementAndGet() << Integer.SIZE));
    }

    Optional<AgentSeries> find(String agentId) {
        return Optional.ofNullable(agents.get(agentId));
    }

    void changed() {
        changes.incrementAndGet();
    }

    /** Grows with each report. */
    long changes() {
        return changes.get();
    }

    /** Up to when, in milliseconds since the epoch, what agents reported is void; what files still have of it does not count. */
    Map<String, Long> voids() {
        return voids;
    }

    /**
     * Forgets what an agent reported up to a moment, and nothing that came later.
     *
     * @return bytes of that which were in the journal alone
     */
    int forget(String agentId, long until) {
        voids.merge(agentId, until, Math::max);
        AgentSeries series = agents.get(agentId);
        if (series == null) {
            return 0;
        }
        synchronized (series) {
            int bytes = series.forgetUpTo(until);
            leaveIfEmpty(agentId, series);
            return bytes;
        }
    }

    private void leaveIfEmpty(String agentId, AgentSeries series) {
        if (series.points() == 0) {
            series.leave();
            agents.remove(agentId, series);
        }
    }

    /** Puts the latest report of an agent, whose monitor is held, where points are. */
    void seal(AgentSeries series, Journal.Entry latest, Instant now) throws IOException {
        AgentMetrics metrics = ReportMetrics.of(
                latest.agentId(), ProbeDocuments.report(latest.json()), Instant.ofEpochMilli(latest.receivedAt()));
        Segment segment = segment(now);
        AgentSeries.Base base = series.base(segment);
        byte[] report = base == null
                ? Compression.compress(latest.json())
                : Compression.compress(latest.json(), baseReport(base));
        long offset = segment.append(new Segment.Point(
                latest.receivedAt(),
                base == null ? Segment.NO_BASE : base.offset(),
                latest.json().length,
                latest.agentId(),
                MetricBlock.encode(metrics),
                report));
        series.sealed(new AgentSeries.Sealed(latest.receivedAt(), segment, offset));
        if (base == null) {
            series.base(segment, offset);
        } else {
            series.followed();
        }
    }

    private static byte[] baseReport(AgentSeries.Base base) throws IOException {
        Segment.Point point = base.segment().read(base.offset());
        return Compression.decompress(point.report(), point.rawLength());
    }

    private synchronized Segment segment(Instant now) throws IOException {
        long slot = now.getEpochSecond() / SEGMENT.toSeconds();
        if (open == null || slot != openSlot) {
            Segment next = Segment.create(nextFile(now));
            if (open != null) {
                open.close();
            }
            segments.add(next);
            open = next;
            openSlot = slot;
        }
        return open;
    }

    /** Names sort as the files came. */
    private Path nextFile(Instant now) {
        Path file;
        do {
            file = directory.resolve("%013d-%04d%s".formatted(now.toEpochMilli(), files++, Segment.SUFFIX));
        } while (Files.exists(file));
        return file;
    }

    /** Finds what an earlier process left. */
    synchronized void load() throws IOException {
        List<Path> paths;
        try (Stream<Path> found = Files.list(directory)) {
            paths = found.filter(file -> file.getFileName().toString().endsWith(Segment.SUFFIX))
                    .sorted(Comparator.comparing(Path::getFileName))
                    .toList();
        }
        for (Path path : paths) {
            Segment segment = Segment.of(path);
            RecordFile.scan(path, (offset, record) -> {
                Segment.Point point = Segment.decode(record);
                segment.seen(point);
                AgentSeries series = agent(point.agentId());
                synchronized (series) {
                    series.found(new AgentSeries.Sealed(point.receivedAt(), segment, offset));
                }
            });
            segments.add(segment);
        }
    }

    /** Forgets what came before a moment, and the agents of which nothing is left. */
    void prune(Instant before) throws IOException {
        for (Segment segment : closedSegments()) {
            if (segment.newest().isBefore(before)) {
                drop(segment);
            }
        }
        agents.forEach((id, series) -> {
            synchronized (series) {
                series.forgetBefore(before.toEpochMilli());
                leaveIfEmpty(id, series);
            }
        });
        voids.values().removeIf(until -> until < before.toEpochMilli());
    }

    /** The oldest segment that gets no more points. */
    Optional<Segment> oldest() {
        return closedSegments().stream().min(Comparator.comparing(Segment::newest));
    }

    private synchronized List<Segment> closedSegments() {
        return segments.stream().filter(segment -> segment != open).toList();
    }

    void drop(Segment segment) throws IOException {
        agents.values().forEach(series -> {
            synchronized (series) {
                series.forget(segment);
            }
        });
        synchronized (this) {
            segments.remove(segment);
        }
        segment.delete();
    }

    synchronized long bytes() {
        return segments.stream().mapToLong(Segment::bytes).sum();
    }

    long points() {
        return pointsSince(Long.MIN_VALUE);
    }

    /** How many points there are from a moment on. */
    long pointsSince(long millis) {
        long points = 0;
        for (AgentSeries series : agents.values()) {
            synchronized (series) {
                points += series.pointsSince(millis);
            }
        }
        return points;
    }

    /** Bytes of the reports that are in the journal alone. */
    long unsealedBytes() {
        long bytes = 0;
        for (AgentSeries series : agents.values()) {
            synchronized (series) {
                AgentSeries.Unsealed latest = series.unsealed();
                bytes += latest == null ? 0 : latest.length();
            }
        }
        return bytes;
    }

    /** The tenant is gone, with all that it had. */
    synchronized void delete() throws IOException {
        for (Segment segment : segments) {
            segment.delete();
        }
        segments.clear();
        agents.clear();
        open = null;
        Files.deleteIfExists(directory);
    }

    synchronized void close() throws IOException {
        if (open != null) {
            open.close();
        }
    }
}
