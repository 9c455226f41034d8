package io.ris.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** What a benchmark costs the hub, where its process is known, and the load generator. Not thread-safe. */
final class Costs {

    private final List<CostMeter> meters;

    private Costs(List<CostMeter> meters) {
        this.meters = List.copyOf(meters);
    }

    /** Measures from now on. */
    static Costs of(HubUnderTest hub) {
        List<CostMeter> meters = new ArrayList<>();
        hub.process().ifPresent(process -> meters.add(new CostMeter("hub", process)));
        meters.add(new CostMeter("generator", JavaProcess.current()));
        return new Costs(meters);
    }

    /** Adds the processor time of the phase that ends now. */
    void add(Figures figures, String phase) {
        meters.forEach(meter -> meter.addProcessorTime(figures, phase));
    }

    /** Adds the processor time of one of the things that were done in the phase that ends now. */
    void addEach(Figures figures, String thing, long count) {
        meters.forEach(meter -> meter.addProcessorTimeOfEach(figures, thing, count));
    }

    /** Adds resident memory now. */
    void addMemory(Figures figures) throws IOException {
        for (CostMeter meter : meters) {
            meter.addMemory(figures);
        }
    }
}
