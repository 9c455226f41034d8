package io.ris.bench;

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

    /** Adds rate, latency and what came; returns the figures. */
    Figures addTo(Figures figures, String name) {
        figures.add(name + " per second", Figures.text(times.perSecond(), "/s"));
        return addLatency(figures, name);
    }

    /** The same beside the rate that we aim for. */
    Figures addTo(Figures figures, String name, double target) {
        figures.atLeast(name + " per second", times.perSecond(), target, "/s");
        return addLatency(figures, name);
    }

    private Figures addLatency(Figures figures, String name) {
        figures.add(name + ", p50", Figures.text(times.p50()))
                .add(name + ", p99", Figures.text(times.p99()))
                .add(name + ", max", Figures.text(times.max()));
        if (unchanged > 0) {
            figures.add(name + ", not modified", Figures.text(100.0 * unchanged / answers(), "%"));
        }
        return whole == 0 ? figures : figures.add(name + ", bytes", Long.toString(bodyBytes / whole));
    }
}
