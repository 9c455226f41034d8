package io.ris.hub.monitoring.updates;

import com.fasterxml.jackson.databind.JsonNode;
import io.ris.hub.monitoring.topology.Snapshot;
import io.ris.hub.monitoring.topology.Topology;
import io.ris.hub.monitoring.topology.TopologyJson;
import io.ris.hub.platform.live.LiveBroadcast;
import io.ris.hub.platform.live.LiveMessage;
import io.ris.hub.platform.live.RawJson;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What one reader is told of the tenant's machines. Told of news by any thread; read by one at a time. */
final class UpdateFeed implements LiveBroadcast.Feed {

    /** Reports that wait for a reader; one more, and it is shown the whole picture in their place. */
    static final int MOST_WAITING = 64;

    private final boolean byDelta;
    private final Supplier<Snapshot> present;
    private final Consumer<UpdateFeed> whenClosed;
    private final ArrayBlockingQueue<ReportNews> reports = new ArrayBlockingQueue<>(MOST_WAITING);
    private final AtomicReference<@Nullable Snapshot> due = new AtomicReference<>();
    private volatile Wish wish = Wish.ALL;
    private volatile boolean wholeDue = true;
    private volatile Runnable wake = () -> {};
    private @Nullable Topology told;
    private long toldNumber;

    /**
     * @param byDelta whether only what has changed is told after the first picture
     * @param present the picture for now
     */
    UpdateFeed(boolean byDelta, Supplier<Snapshot> present, Consumer<UpdateFeed> whenClosed) {
        this.byDelta = byDelta;
        this.present = present;
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
            reports.clear();
            wholeDue = true;
        }
        wake.run();
    }

    /** There may be another picture. */
    void changed(Snapshot snapshot) {
        if (wish.wantsTopology()) {
            due.set(snapshot);
            wake.run();
        }
    }

    @Override
    public Optional<LiveMessage> next() {
        if (wholeDue && wish.wantsTopology()) {
            wholeDue = false;
            due.set(null);
            return Optional.of(whole(present.get()));
        }
        Snapshot snapshot = due.getAndSet(null);
        if (snapshot != null && snapshot.number() != toldNumber) {
            Topology before = told;
            return Optional.of(byDelta && before != null ? delta(before, snapshot) : whole(snapshot));
        }
        return Optional.ofNullable(reports.poll())
                .map(report -> new LiveMessage(Wish.REPORT_UPDATE, null, report.message()));
    }

    private LiveMessage whole(Snapshot snapshot) {
        Wish now = wish;
        Topology part = now.of(snapshot.topology());
        tell(snapshot, part);
        return new LiveMessage(Wish.TOPOLOGY_UPDATE, null, now.isWhole() ? snapshot.text() : text(part));
    }

    private LiveMessage delta(Topology before, Snapshot snapshot) {
        Topology part = wish.of(snapshot.topology());
        tell(snapshot, part);
        return new LiveMessage(Wish.TOPOLOGY_DELTA, null, TopologyDelta.between(before, part));
    }

    private void tell(Snapshot snapshot, Topology part) {
        toldNumber = snapshot.number();
        told = byDelta ? part : null; // who is told all each time needs nothing remembered
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
