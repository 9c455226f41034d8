package io.ris.bench;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;

/** What the connections of a fleet counted since it was made. Thread-safe; figures only grow. */
final class FleetCounts {

    private static final int SIGNIFICANT_DIGITS = 3;

    final LongAdder welcomes = new LongAdder();
    final LongAdder resumedSessions = new LongAdder();
    final LongAdder failedConnects = new LongAdder();
    final LongAdder disconnects = new LongAdder();
    final LongAdder turnedAway = new LongAdder();
    final LongAdder heartbeatsSent = new LongAdder();
    final LongAdder heartbeatsFailed = new LongAdder();
    final LongAdder hubPings = new LongAdder();
    final LongAdder hubFaults = new LongAdder();
    final LongAdder brokenFrames = new LongAdder();
    final LongAdder heartbeatsAnswered = new LongAdder();

    private final AtomicReference<Throwable> firstFault = new AtomicReference<>();
    private final Recorder roundTrips = new Recorder(SIGNIFICANT_DIGITS);

    /** A connection, or the attempt to get one, failed. */
    void failed(Throwable cause) {
        firstFault.compareAndSet(null, cause);
    }

    /** Why the first connection failed that did. */
    Optional<Throwable> firstFault() {
        return Optional.ofNullable(firstFault.get());
    }

    /** The hub answered the ping that went right behind a heartbeat, so it has read the heartbeat. */
    void heartbeatAnswered(Duration roundTrip) {
        heartbeatsAnswered.increment();
        roundTrips.recordValue(Math.max(0, roundTrip.toNanos()));
    }

    /** Round trips, in nanoseconds, since the last call. */
    Histogram takeRoundTrips() {
        return roundTrips.getIntervalHistogram();
    }
}
