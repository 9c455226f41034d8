package io.ris.hub.monitoring.timeseries;

import io.ris.hub.platform.TenantCode;
import io.ris.hub.platform.TenantScope;
import io.ris.hub.testing.ManualClock;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** Series of one tenant in a directory, at a time that tests move on. */
public final class TestSeries {

    private static final TenantCode TENANT = new TenantCode("acme");

    private final ManualClock clock = new ManualClock(Instant.parse("2026-11-23T12:00:00Z"));
    private final SeriesStore store;

    private TestSeries(Path directory, Duration maxAge) {
        store = new SeriesStore(
                directory, new SeriesLimits(maxAge, Duration.ofSeconds(15), 1L << 28, 1L << 32, 10_000), clock);
    }

    public static TestSeries in(Path directory) {
        return in(directory, Duration.ofHours(1));
    }

    public static TestSeries in(Path directory, Duration maxAge) {
        return new TestSeries(directory.resolve("monitoring"), maxAge);
    }

    public SeriesStore store() {
        return store;
    }

    public Clock clock() {
        return clock;
    }

    public void pass(Duration time) {
        clock.pass(time);
    }

    public void report(String agentId, byte[] report) {
        TenantScope.run(TENANT, () -> store.append(agentId, report));
    }

    public SeriesView view() {
        return TenantScope.call(TENANT, store::view);
    }

    public SeriesFigures figures() {
        return TenantScope.call(TENANT, store::figures);
    }

    public void close() {
        store.close();
    }
}
