package io.ris.hub.monitoring.updates;

import com.fasterxml.jackson.databind.JsonNode;
import io.ris.hub.monitoring.topology.Snapshot;
import io.ris.hub.monitoring.topology.Topology;
import io.ris.hub.monitoring.topology.TopologyJson;
import io.ris.hub.platform.live.LiveBroadcast;
import io.ris.hub.platform.live.LiveMessage;
import io.ris.hub.platform.live.RawJson;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What one reader is told of the tenant's machines: reports as they come, and how its part of the picture has changed, once a {@link
 * #PAUSE} at most. Told of news by any thread; read by one at a time.
 */
final class UpdateFeed implements LiveBroadcast.Feed {

    /** From one picture to the next, whatever it is asked for. */
    static final Duration PAUSE = Duration.ofSeconds(1);

    private final boolean byDelta;
    private final Supplier<Snapshot> present;
    private final Clock clock;
    private final Consumer<UpdateFeed> whenClosed;
    private final WaitingReports reports = new WaitingReports();
    private final AtomicReference<@Nullable Snapshot> due = new AtomicReference<>();
    private volatile Wish wish = Wish.ALL;
    private volatile boolean wholeDue = true;
    private volatile Runnable wake = () -> {};
    private @Nullable Topology told;
    private @Nullable Instant toldAt;
    private long toldEdition;

    /**
     * @param byDelta whether only what has changed is told after the first picture
     * @param present the picture for now
     */
    UpdateFeed(boolean byDelta, Supplier<Snapshot> present, Clock clock, Consumer<UpdateFeed> whenClosed) {
        this.byDelta = byDelta;
        this.present = present;
        this.clock = clock;
        this.whenClosed = whenClosed;
    }

    @Override
    public void begin(Runnable waking) {
        wake = waking;
    }

    @Override
    public void narrow(JsonNode json) {
        wish = Wish.of(json);
        wholeDue = true;
        wake.run();
    }

    /** A report was accepted. */
    void reported(ReportNews report) {
        Wish now = wish;
        if (!now.wantsReports() || !now.isAbout(report.agentId())) {
            return;
        }
        if (!reports.offer(report)) {
            wholeDue = true;
        }
        wake.run();
    }

    /** There may be another picture, and it may be time to tell it. */
    void changed(Snapshot snapshot) {
        if (wish.wantsTopology()) {
            due.set(snapshot);
            wake.run();
        }
    }

    @Override
    public Optional<LiveMessage> next() {
        Optional<LiveMessage> picture = isTooSoon() ? Optional.empty() : picture();
        return picture.or(
                () -> reports.poll().map(report -> new LiveMessage(Wish.REPORT_UPDATE, null, report.message())));
    }

    /** What is due stays so until somebody looks again, which {@link #changed} sees to. */
    private boolean isTooSoon() {
        Instant last = toldAt;
        Instant now = clock.instant();
        return last != null && !now.isBefore(last) && now.isBefore(last.plus(PAUSE));
    }

    private Optional<LiveMessage> picture() {
        if (!wish.wantsTopology()) {
            return Optional.empty();
        }
        if (wholeDue) {
            wholeDue = false; // before the wish is read: another one may come
            due.set(null);
            Snapshot snapshot = present.get();
            Wish now = wish;
            return Optional.of(whole(now, snapshot, now.of(snapshot.topology())));
        }
        Snapshot snapshot = due.getAndSet(null);
        return snapshot == null || snapshot.edition() == toldEdition ? Optional.empty() : change(wish, snapshot);
    }

    /** Another picture may be the same one to who sees a part of it. */
    private Optional<LiveMessage> change(Wish now, Snapshot snapshot) {
        Topology before = told;
        Topology part = now.of(snapshot.topology());
        toldEdition = snapshot.edition();
        if (before != null && part.showsTheSameAs(before)) {
            return Optional.empty();
        }
        if (byDelta && before != null) {
            tell(now, snapshot, part);
            return Optional.of(new LiveMessage(Wish.TOPOLOGY_DELTA, null, TopologyDelta.between(before, part)));
        }
        return Optional.of(whole(now, snapshot, part));
    }

    private LiveMessage whole(Wish now, Snapshot snapshot, Topology part) {
        tell(now, snapshot, part);
        return new LiveMessage(Wish.TOPOLOGY_UPDATE, null, now.isWhole() ? snapshot.text() : text(part));
    }

    private void tell(Wish now, Snapshot snapshot, Topology part) {
        toldAt = clock.instant();
        toldEdition = snapshot.edition();
        told = byDelta || !now.isWhole() ? part : null; // of the whole the edition says enough
    }

    private static RawJson text(Topology part) {
        return new RawJson(new String(
                TopologyJson.bytes(part.nodes().size(), json -> TopologyJson.write(part, json)),
                StandardCharsets.UTF_8));
    }

    @Override
    public boolean isOver() {
        return false;
    }

    @Override
    public void close() {
        whenClosed.accept(this);
    }
}
