package io.ris.hub.monitoring.topology;

import io.ris.hub.monitoring.timeseries.TestSeries;
import java.time.Duration;

/** The picture of what is reported in a test. */
public final class TestTopology {

    private final TenantTopology topology = new TenantTopology(Duration.ofMinutes(5), 250_000);
    private final TestSeries series;

    public TestTopology(TestSeries series) {
        this.series = series;
    }

    public Snapshot current() {
        return topology.at(series.view(), series.clock().instant());
    }
}
