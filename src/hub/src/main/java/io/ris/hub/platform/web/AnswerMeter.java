package io.ris.hub.platform.web;

import io.ris.hub.platform.HubService;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;

/** Counts the answers of this node's REST: how many, how many were faults of the hub's own, how long they took. Thread-safe. */
@HubService
public class AnswerMeter {

    private final LongAdder answers = new LongAdder();
    private final LongAdder faults = new LongAdder();
    private final AtomicLongArray times = new AtomicLongArray(LatencyHistogram.CLASSES);

    /**
     * What was counted since the node started.
     *
     * @param times of those answers whose time says something
     */
    public record Reading(long answers, long faults, LatencyHistogram times) {

        /** What was counted since an earlier reading. */
        public Reading since(Reading earlier) {
            return new Reading(answers - earlier.answers, faults - earlier.faults, times.minus(earlier.times));
        }

        /** What two nodes counted. */
        public Reading plus(Reading other) {
            return new Reading(answers + other.answers, faults + other.faults, times.plus(other.times));
        }
    }

    void count(int status) {
        answers.increment();
        if (status >= 500) {
            faults.increment();
        }
    }

    void time(Duration duration) {
        times.incrementAndGet(LatencyHistogram.classOf(duration));
    }

    /** What was counted so far. */
    public Reading read() {
        long[] counts = new long[LatencyHistogram.CLASSES];
        for (int i = 0; i < counts.length; i++) {
            counts[i] = times.get(i);
        }
        return new Reading(answers.sum(), faults.sum(), LatencyHistogram.of(counts));
    }
}
