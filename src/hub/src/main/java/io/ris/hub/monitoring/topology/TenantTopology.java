package io.ris.hub.monitoring.topology;

import io.ris.hub.monitoring.documents.ProbeDocuments;
import io.ris.hub.monitoring.timeseries.SeriesView;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The picture of one tenant, made anew where there is news and somebody asks. Who asks for a small one sees every report that was
 * accepted before; a large one is made so often that a small part of the time goes into it, and is at most {@link #OLDEST} behind.
 * While the next large one is made, nobody else waits for it. Thread-safe.
 */
final class TenantTopology {

    /** How far behind a picture may be before the next one is begun. */
    static final Duration OLDEST = Duration.ofSeconds(1);

    /** How far behind it may be while somebody makes the next one. */
    private static final Duration OLDEST_MEANWHILE = OLDEST.multipliedBy(2);

    private static final System.Logger LOG = System.getLogger(TenantTopology.class.getName());

    /** Nodes and edges of a picture that is made in a few milliseconds. */
    private static final int SMALL = 5_000;

    /** The part of the time that goes into large pictures: one in so many. */
    private static final int SHARE = 10;

    private final Duration staleAfter;
    private final int most;
    final ReentrantLock making = new ReentrantLock();
    private final Map<String, Known> known = new HashMap<>();
    private volatile @Nullable Snapshot current;
    private long number;

    TenantTopology(Duration staleAfter, int most) {
        this.staleAfter = staleAfter;
        this.most = most;
    }

    private record Known(long version, AgentPicture picture) {}

    /** The picture for now. */
    Snapshot at(SeriesView series, Instant now) {
        Snapshot made = current;
        if (made != null && (made.isUpToDate(series, now) || mayWait(made, now))) {
            return made;
        }
        if (!mayMake(made, now)) {
            return Objects.requireNonNull(made);
        }
        try {
            made = current;
            if (made == null || !(made.isUpToDate(series, now) || mayWait(made, now))) {
                made = make(series, now);
                current = made;
            }
            return made;
        } finally {
            making.unlock();
        }
    }

    /** Whether this thread holds the lock now; if not, what was made before is good enough. */
    private boolean mayMake(@Nullable Snapshot made, Instant now) {
        if (made != null && isLarge(made) && isWithin(OLDEST_MEANWHILE, made, now)) {
            return making.tryLock();
        }
        making.lock();
        return true;
    }

    private static boolean isLarge(Snapshot made) {
        return made.topology().nodes().size() + made.topology().edges().size() > SMALL;
    }

    private static boolean mayWait(Snapshot made, Instant now) {
        if (!isLarge(made)) {
            return false;
        }
        Duration pause = Duration.ofNanos(made.costNanos() * SHARE);
        Duration behind = pause.compareTo(OLDEST) < 0 ? pause : OLDEST;
        return isWithin(behind, made, now);
    }

    private static boolean isWithin(Duration behind, Snapshot made, Instant now) {
        return !now.isBefore(made.madeAt()) && now.isBefore(made.madeAt().plus(behind));
    }

    private Snapshot make(SeriesView series, Instant now) {
        long begin = System.nanoTime();
        long changes = series.changes();
        Instant oldest = now.minus(staleAfter);
        List<SeriesView.Latest> reporting = series.latest().stream()
                .filter(latest -> !latest.receivedAt().isBefore(oldest))
                .toList();
        Gathering gathering = new Gathering(most);
        reporting.forEach(latest -> picture(series, latest).ifPresent(gathering::add));
        remember(reporting, gathering.pictures());
        Instant validUntil = reporting.stream()
                .map(latest -> latest.receivedAt().plus(staleAfter))
                .min(Instant::compareTo)
                .orElse(Instant.MAX);
        Topology topology = Topology.of(gathering.all(), now);
        Snapshot before = current;
        number++;
        long edition = before != null && topology.showsTheSameAs(before.topology()) ? before.edition() : number;
        return new Snapshot(
                topology,
                gathering.all().stream().map(AgentPicture::metrics).toList(),
                number,
                edition,
                changes,
                now,
                validUntil,
                System.nanoTime() - begin);
    }

    private Optional<AgentPicture> picture(SeriesView series, SeriesView.Latest latest) {
        Known before = known.get(latest.agentId());
        if (before != null && before.version() == latest.version()) {
            return Optional.of(before.picture());
        }
        return series.latest(latest.agentId()).flatMap(report -> {
            try {
                return Optional.of(
                        new PictureMaker(report.agentId(), ProbeDocuments.report(report.json()), report.receivedAt())
                                .make());
            } catch (UncheckedIOException e) {
                LOG.log(System.Logger.Level.WARNING, "a report of " + latest.agentId() + " cannot be shown", e);
                return Optional.empty();
            }
        });
    }

    /** For the next picture: what did not fit is not held either. */
    private void remember(List<SeriesView.Latest> reporting, Map<String, AgentPicture> pictures) {
        known.keySet().retainAll(pictures.keySet());
        for (SeriesView.Latest latest : reporting) {
            AgentPicture picture = pictures.get(latest.agentId());
            if (picture != null) {
                known.put(latest.agentId(), new Known(latest.version(), picture));
            }
        }
    }
}
