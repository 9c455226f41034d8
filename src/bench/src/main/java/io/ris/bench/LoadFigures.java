package io.ris.bench;

import java.time.Duration;
import java.util.List;

/**
 * What one run of a load over time showed, or the median of several.
 *
 * @param whole answers with the document, or with what stands for it, and not with 304
 * @param bodyBytes of all answers
 */
record LoadFigures(RunFigures times, long whole, long unchanged, long bodyBytes) {

    /** The median of the times; the rest added up. */
    static LoadFigures median(List<LoadFigures> runs) {
        return new LoadFigures(
                RunFigures.median(runs.stream().map(LoadFigures::times).toList()),
                runs.stream().mapToLong(LoadFigures::whole).sum(),
                runs.stream().mapToLong(LoadFigures::unchanged).sum(),
                runs.stream().mapToLong(LoadFigures::bodyBytes).sum());
    }

    long answers() {
        return whole + unchanged;
    }

    /** Adds how many came per second. */
    LoadFigures addRate(Figures figures, String name) {
        figures.add(name + " per second", Figures.text(times.perSecond(), "/s"));
        return this;
    }

    /** The same beside the rate that we aim for. */
    LoadFigures addRate(Figures figures, String name, double target) {
        figures.atLeast(name + " per second", times.perSecond(), target, "/s");
        return this;
    }

    /** Adds how long they took. */
    LoadFigures addLatency(Figures figures, String name) {
        figures.add(name + ", p50", Figures.text(times.p50()));
        return addTail(figures, name);
    }

    /** The same beside the median that we aim for. */
    LoadFigures addLatency(Figures figures, String name, Duration target) {
        figures.atMost(name + ", p50", times.p50(), target);
        return addTail(figures, name);
    }

    private LoadFigures addTail(Figures figures, String name) {
        figures.add(name + ", p99", Figures.text(times.p99())).add(name + ", max", Figures.text(times.max()));
        return this;
    }

    /** Adds what came: how many said that nothing had changed, and how large the others were. */
    void addContent(Figures figures, String name) {
        if (unchanged > 0) {
            figures.add(name + ", not modified", Figures.text(100.0 * unchanged / answers(), "%"));
        }
        if (whole > 0) {
            figures.add(name + ", bytes", Long.toString(bodyBytes / whole));
        }
    }
}
