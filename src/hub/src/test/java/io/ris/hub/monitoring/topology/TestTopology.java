package io.ris.hub.monitoring.topology;

import static org.awaitility.Awaitility.await;

import io.ris.hub.monitoring.timeseries.TestSeries;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** The picture of what is reported in a test. */
public final class TestTopology {

    private final TenantTopology topology = new TenantTopology(Duration.ofMinutes(5), 250_000);
    private final TestSeries series;

    public TestTopology(TestSeries series) {
        this.series = series;
    }

    /** What somebody is shown while another makes the next picture, if that is anything. */
    Optional<Snapshot> whileOneIsMade() {
        try (ExecutorService reader = Executors.newSingleThreadExecutor()) {
            topology.making.lock();
            try {
                Future<Snapshot> shown = reader.submit(this::current);
                await().until(() -> shown.isDone() || topology.making.hasQueuedThreads());
                return shown.isDone() ? Optional.of(shown.resultNow()) : Optional.empty();
            } finally {
                topology.making.unlock();
            }
        }
    }

    public Snapshot current() {
        return topology.at(series.view(), series.clock().instant());
    }
}
