package io.ris.bench;

import java.io.IOException;
import java.util.Optional;

/** What a hub holds before and after something, where its process is known. */
final class MemoryGrowth {

    private record Held(long resident, long heap) {}

    private final Optional<JavaProcess> process;
    private final Optional<Held> before;

    private MemoryGrowth(Optional<JavaProcess> process, Optional<Held> before) {
        this.process = process;
        this.before = before;
    }

    /** Measures from now on. */
    static MemoryGrowth of(HubUnderTest hub) throws IOException, InterruptedException {
        return new MemoryGrowth(hub.process(), held(hub.process()));
    }

    private static Optional<Held> held(Optional<JavaProcess> process) throws IOException, InterruptedException {
        if (process.isEmpty()) {
            return Optional.empty();
        }
        long resident = process.get().residentBytes();
        return Optional.of(new Held(resident, process.get().liveHeapBytes()));
    }

    /** Adds what is held now, and by how much that is more than before. */
    void addTo(Figures figures) throws IOException, InterruptedException {
        Optional<Held> after = held(process);
        if (before.isEmpty() || after.isEmpty()) {
            return;
        }
        add(figures, "hub resident memory", before.get().resident(), after.get().resident());
        add(
                figures,
                "hub heap after a collection",
                before.get().heap(),
                after.get().heap());
    }

    private static void add(Figures figures, String name, long before, long after) {
        figures.add(name + ", before", Figures.mebibytes(before))
                .add(name + ", after", Figures.mebibytes(after))
                .add(name + ", growth", Figures.mebibytes(after - before));
    }
}
