package io.ris.hub.audit.chain;

import io.ris.hub.platform.HubService;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Tells whether the chains of a trail are as they were written. Thread-safe. */
@HubService
public class TrailVerifier {

    private static final int TRIES = 5;

    private final ChainStores stores;
    private final ChainKeys keys;
    private final ChainWriters writers;
    private final Checkpoints checkpoints;

    @Inject
    TrailVerifier(ChainStores stores, ChainKeys keys, ChainWriters writers, Checkpoints checkpoints) {
        this.stores = stores;
        this.keys = keys;
        this.writers = writers;
        this.checkpoints = checkpoints;
    }

    /** Looks at every record of a trail: a report for each chain that is there or that is known to have been there. */
    public List<ChainReport> verify(Trail trail) {
        writers.note();
        ChainStore store = stores.of(trail);
        Set<String> chains = new TreeSet<>(store.chains());
        chains.addAll(store.cutChains());
        checkpoints.all().stream()
                .filter(known -> known.trail().equals(trail))
                .map(Checkpoint::chain)
                .forEach(chains::add);
        return Stream.concat(
                        chains.stream().map(chain -> verify(store, trail, chain)), strangers(store, trail).stream())
                .toList();
    }

    private ChainReport verify(ChainStore store, Trail trail, String chain) {
        for (int tries = 1; ; tries++) {
            Optional<Cut> before = store.cut(chain);
            Optional<Checkpoint> checkpoint = checkpoints.find(trail, chain);
            ChainReport report = new ChainVerification(store, keys.of(trail), trail, chain, checkpoint).run();
            if (before.equals(store.cut(chain)) || tries == TRIES) {
                return report;
            }
        }
    }

    /** What stands in the store beside the chains. */
    private static Optional<ChainReport> strangers(ChainStore store, Trail trail) {
        List<Fault> faults = store.strangers().stream()
                .map(id -> new Fault(Fault.Kind.INSERTED, 0, 0, id, "stands where the hub writes nothing"))
                .toList();
        return faults.isEmpty()
                ? Optional.empty()
                : Optional.of(new ChainReport(
                        trail.name(), "", faults.size(), 0, 0, null, null, null, faults.size(), faults));
    }
}
