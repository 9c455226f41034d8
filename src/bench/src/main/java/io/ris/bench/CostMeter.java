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
        figures.add(name + " CPU time, " + phase, Figures.seconds(takeProcessorTime()));
    }

    /** Adds that time for each of so many things. */
    void addProcessorTimeOfEach(Figures figures, String thing, long count) {
        double micros = takeProcessorTime().toNanos() / 1e3 / Math.max(1, count);
        figures.add(name + " CPU time, " + thing, Figures.text(micros, "us"));
    }

    private Duration takeProcessorTime() {
        Duration now = process.processorTime();
        Duration taken = now.minus(processorTime);
        processorTime = now;
        return taken;
    }

    /** Adds resident memory now. */
    void addMemory(Figures figures) throws IOException {
        figures.add(name + " resident memory", Figures.mebibytes(process.residentBytes()));
    }
}
