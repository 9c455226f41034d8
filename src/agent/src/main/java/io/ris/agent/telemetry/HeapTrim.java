package io.ris.agent.telemetry;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.BooleanSupplier;

/**
 * Keeps the agent small. What a turn makes is garbage at the next, but some of it is old by then, and the heap's old part is only
 * collected once it has grown as large as it may be: within a day or so, on a machine where nothing else happens.
 */
final class HeapTrim {

    private static final Duration LEAST_TIME_BETWEEN = Duration.ofMinutes(1);

    private final Clock clock;
    private final BooleanSupplier isLarge;
    private final Runnable collection;
    private Instant next = Instant.MIN;

    HeapTrim(Clock clock, BooleanSupplier isLarge, Runnable collection) {
        this.clock = clock;
        this.isLarge = isLarge;
        this.collection = collection;
    }

    /** Of this process: its heap is large when it is more than half of what it may be. */
    static HeapTrim ofThisProcess(Clock clock) {
        Runtime runtime = Runtime.getRuntime();
        return new HeapTrim(clock, () -> runtime.totalMemory() > runtime.maxMemory() / 2, runtime::gc);
    }

    /** Collects all garbage if the heap is large, at most once a minute: for some 30 ms nothing else happens meanwhile. */
    void trim() {
        Instant now = clock.instant();
        if (!now.isBefore(next) && isLarge.getAsBoolean()) {
            next = now.plus(LEAST_TIME_BETWEEN);
            collection.run();
        }
    }
}
