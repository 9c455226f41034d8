package io.ris.bench;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import org.HdrHistogram.Histogram;

/**
 * What one run of a load showed, or the median of several.
 *
 * @param perSecond completed tasks by the time from the first submit to the last answer
 * @param failed tasks that did not complete; they count in no other figure
 */
record RunFigures(double perSecond, Duration p50, Duration p95, Duration p99, Duration max, long failed) {

    /** @param latencies in nanoseconds, one for each completed task */
    static RunFigures of(Histogram latencies, Duration elapsed, long failed) {
        return new RunFigures(
                latencies.getTotalCount() / (elapsed.toNanos() / 1e9),
                Duration.ofNanos(latencies.getValueAtPercentile(50)),
                Duration.ofNanos(latencies.getValueAtPercentile(95)),
                Duration.ofNanos(latencies.getValueAtPercentile(99)),
                Duration.ofNanos(latencies.getMaxValue()),
                failed);
    }

    /** Whether any task completed; without, there is no latency to tell and the durations mean nothing. */
    boolean hasLatency() {
        return perSecond > 0;
    }

    /**
     * The median of each figure for itself. A run in which nothing completed has a rate of 0 and no latency; failures are
     * added up, since one is too many in any run.
     */
    static RunFigures median(List<RunFigures> runs) {
        List<RunFigures> timed = runs.stream().filter(RunFigures::hasLatency).toList();
        List<RunFigures> latencies = timed.isEmpty() ? runs : timed;
        return new RunFigures(
                middle(runs, RunFigures::perSecond),
                middle(latencies, RunFigures::p50),
                middle(latencies, RunFigures::p95),
                middle(latencies, RunFigures::p99),
                middle(latencies, RunFigures::max),
                runs.stream().mapToLong(RunFigures::failed).sum());
    }

    private static <T extends Comparable<? super T>> T middle(List<RunFigures> runs, Function<RunFigures, T> figure) {
        // Of an even number the lower middle, which was really measured.
        return runs.stream()
                .map(figure)
                .sorted(Comparator.naturalOrder())
                .skip((runs.size() - 1) / 2)
                .findFirst()
                .orElseThrow();
    }
}
