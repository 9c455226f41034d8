package io.ris.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** How long two things took that were done in turn, so that whatever disturbs one disturbs the other. Not thread-safe. */
final class PairedTimes {

    /** Of a normal distribution, 95 percent are within so many standard deviations. */
    private static final double TWO_SIDED_95 = 1.96;

    private final List<Long> first = new ArrayList<>();
    private final List<Long> second = new ArrayList<>();
    private int firstWasLonger;

    void add(long firstNanos, long secondNanos) {
        first.add(firstNanos);
        second.add(secondNanos);
        if (firstNanos > secondNanos) {
            firstWasLonger++;
        }
    }

    Duration firstMedian() {
        return median(first);
    }

    Duration secondMedian() {
        return median(second);
    }

    /** By how much the medians differ, in percent of the smaller one. */
    double differencePercent() {
        double one = firstMedian().toNanos();
        double other = secondMedian().toNanos();
        return 100 * Math.abs(one - other) / Math.min(one, other);
    }

    /** In how many percent of the pairs the first took longer: 50 where nothing tells them apart. */
    double firstLongerPercent() {
        return 100.0 * firstWasLonger / first.size();
    }

    /** How far from 50 chance alone takes that share in 95 of 100 measurements. */
    double chancePercent() {
        return 100 * TWO_SIDED_95 * 0.5 / Math.sqrt(first.size());
    }

    private static Duration median(List<Long> nanos) {
        return Duration.ofNanos(nanos.stream().sorted().toList().get(nanos.size() / 2));
    }
}
