package io.ris.hub.monitoring.timeseries;

import io.ris.hub.monitoring.AgentMetrics;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What the agents of one tenant reported. What is too old is not there, whether it has been removed or not. Thread-safe.
 */
public final class SeriesView {

    private static final System.Logger LOG = System.getLogger(SeriesView.class.getName());

    private final @Nullable TenantSeries tenant;
    private final long oldest;

    SeriesView(@Nullable TenantSeries tenant, Instant oldest) {
        this.tenant = tenant;
        this.oldest = oldest.toEpochMilli();
    }

    /**
     * An agent's latest report, without what is in it.
     *
     * @param version another one for each report
     */
    public record Latest(String agentId, Instant receivedAt, long version) {}

    /** Grows with each report. */
    public long changes() {
        return tenant == null ? 0 : tenant.changes();
    }

    /** The latest report of each agent that has one, by agent id. */
    public List<Latest> latest() {
        if (tenant == null) {
            return List.of();
        }
        List<Latest> all = new ArrayList<>();
        for (Map.Entry<String, AgentSeries> agent : tenant.agents().entrySet()) {
            AgentSeries series = agent.getValue();
            synchronized (series) {
                if (series.latestAt() >= oldest) {
                    all.add(new Latest(agent.getKey(), Instant.ofEpochMilli(series.latestAt()), series.version()));
                }
            }
        }
        all.sort(Comparator.comparing(Latest::agentId));
        return all;
    }

    /** Whether an agent has reported, and not too long ago. */
    public boolean isKnown(String agentId) {
        return find(agentId).isPresent();
    }

    private Optional<AgentSeries> find(String agentId) {
        return tenant == null
                ? Optional.empty()
                : tenant.find(agentId).filter(series -> {
                    synchronized (series) {
                        return series.latestAt() >= oldest;
                    }
                });
    }

    /** The latest report of an agent. */
    public Optional<StoredReport> latest(String agentId) {
        return at(agentId, Instant.MAX);
    }

    /** What an agent had reported last at a moment. */
    public Optional<StoredReport> at(String agentId, Instant moment) {
        List<StoredReport> last = new ArrayList<>(1);
        find(agentId).ifPresent(series -> {
            Reach reach = reach(series, Instant.MIN);
            if (reach.unsealed() != null && !reach.unsealed().receivedAt().isAfter(moment)) {
                last.add(reach.unsealed());
                return;
            }
            reach.sealed().stream()
                    .filter(point -> !Instant.ofEpochMilli(point.receivedAt()).isAfter(moment))
                    .reduce((earlier, later) -> later)
                    .ifPresent(point -> read(agentId, List.of(point), last::add));
        });
        return last.stream().findFirst();
    }

    /** Hands over the reports of an agent since a moment, oldest first. */
    public void reports(String agentId, Instant since, Consumer<StoredReport> taker) {
        find(agentId).ifPresent(series -> {
            Reach reach = reach(series, since);
            read(agentId, reach.sealed(), taker);
            if (reach.unsealed() != null) {
                taker.accept(reach.unsealed());
            }
        });
    }

    /** Hands over the figures of an agent since a moment, oldest first. */
    public void metrics(String agentId, Instant since, Consumer<AgentMetrics> taker) {
        find(agentId).ifPresent(series -> {
            Reach reach = reach(series, since);
            try (SegmentReader reader = new SegmentReader()) {
                for (AgentSeries.Sealed place : reach.sealed()) {
                    point(
                            place,
                            () -> taker.accept(MetricBlock.decode(
                                    agentId,
                                    Instant.ofEpochMilli(place.receivedAt()),
                                    reader.point(place).metrics())));
                }
            } catch (IOException e) {
                LOG.log(System.Logger.Level.WARNING, "a file of points could not be closed", e);
            }
            if (reach.unsealed() != null) {
                taker.accept(reach.unsealed().metrics());
            }
        });
    }

    /** Where the points are that a query reaches. */
    private record Reach(
            List<AgentSeries.Sealed> sealed, @Nullable StoredReport unsealed) {}

    /** The journal is read under the agent's monitor: it may move on a moment later. */
    private Reach reach(AgentSeries series, Instant since) {
        long from = Math.max(oldest, since.isBefore(Instant.EPOCH) ? oldest : since.toEpochMilli());
        synchronized (series) {
            AgentSeries.Unsealed latest = series.unsealed();
            return new Reach(
                    series.sealedSince(from), latest == null || latest.receivedAt() < from ? null : journalled(latest));
        }
    }

    private static @Nullable StoredReport journalled(AgentSeries.Unsealed latest) {
        try {
            Journal.Entry entry = Journal.read(latest.place());
            return new StoredReport(entry.agentId(), Instant.ofEpochMilli(entry.receivedAt()), entry.json());
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, "the latest report of an agent cannot be read", e);
            return null;
        }
    }

    private static void read(String agentId, List<AgentSeries.Sealed> places, Consumer<StoredReport> taker) {
        try (SegmentReader reader = new SegmentReader()) {
            for (AgentSeries.Sealed place : places) {
                point(
                        place,
                        () -> taker.accept(new StoredReport(
                                agentId, Instant.ofEpochMilli(place.receivedAt()), reader.report(place))));
            }
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, "a file of points could not be closed", e);
        }
    }

    private interface Step {
        void run() throws IOException;
    }

    /** A damaged point is left out and told; one that was removed meanwhile is left out. */
    private static void point(AgentSeries.Sealed place, Step step) {
        try {
            step.run();
        } catch (NoSuchFileException e) {
            LOG.log(System.Logger.Level.DEBUG, "a point was removed while it was asked for", e);
        } catch (IOException e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "the point at " + place.offset() + " of " + place.segment().path() + " cannot be read",
                    e);
        }
    }
}
