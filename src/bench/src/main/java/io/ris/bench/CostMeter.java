package io.ris.bench;

import java.io.IOException;
import java.time.Duration;

/** What a process costs, phase by phase of a benchmark. Not thread-safe. */
final class CostMeter {

    private final String name;
    private final JavaProcess process;
    private Duration processorTime;

    /** @param name how the process is called in the figures */
    CostMeter(String name, JavaProcess process) {
        this.name = name;
        this.process = process;
        this.processorTime = process.processorTime();
    }

    /** Adds the processor time since the last call, or since the meter was made. */
    void addProcessorTime(Figures figures, String phase) {
        Duration now = process.processorTime();
        figures.add(name + " CPU time, " + phase, Figures.seconds(now.minus(processorTime)));
        processorTime = now;
    }

    /** Adds resident memory now. */
    void addMemory(Figures figures) throws IOException {
        figures.add(name + " resident memory", Figures.mebibytes(process.residentBytes()));
    }
}
