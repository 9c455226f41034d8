package io.ris.hub.platform.web;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * How many things took how long, in classes each of which ends at 1.41 times the one before: the first at 1 ms, the last at 17
 * minutes, with all that took longer. Immutable.
 */
public record LatencyHistogram(List<Long> counts) {

    static final int CLASSES = 42;

    /** Of nothing. */
    public static final LatencyHistogram EMPTY = of(new long[CLASSES]);

    public LatencyHistogram {
        counts = List.copyOf(counts);
        if (counts.size() != CLASSES) {
            throw new IllegalArgumentException("there are " + CLASSES + " classes, not " + counts.size());
        }
    }

    static LatencyHistogram of(long[] counts) {
        return new LatencyHistogram(Arrays.stream(counts).boxed().toList());
    }

    static int classOf(Duration duration) {
        double millis = duration.toNanos() / 1e6;
        return millis <= 1 ? 0 : Math.min(CLASSES - 1, (int) Math.ceil(2 * Math.log(millis) / Math.log(2)));
    }

    /** Where a class ends, in milliseconds. */
    private static double end(int index) {
        return Math.pow(2, index / 2.0);
    }

    /** How many things. */
    public long total() {
        return counts.stream().mapToLong(Long::longValue).sum();
    }

    /** How long at most a share of them took, as far as classes tell; empty where there are none. */
    public Optional<Duration> quantile(double share) {
        double rank = share * total();
        double before = 0;
        for (int i = 0; i < CLASSES; i++) {
            long count = counts.get(i);
            if (count > 0 && before + count >= rank) {
                double begin = i == 0 ? 0 : end(i - 1);
                double millis = begin + (end(i) - begin) * (rank - before) / count;
                return Optional.of(Duration.ofNanos(Math.round(millis * 1e6)));
            }
            before += count;
        }
        return Optional.empty();
    }

    LatencyHistogram plus(LatencyHistogram other) {
        return combined(other, 1);
    }

    LatencyHistogram minus(LatencyHistogram other) {
        return combined(other, -1);
    }

    private LatencyHistogram combined(LatencyHistogram other, int sign) {
        long[] all = new long[CLASSES];
        Arrays.setAll(all, i -> counts.get(i) + sign * other.counts.get(i));
        return of(all);
    }
}
