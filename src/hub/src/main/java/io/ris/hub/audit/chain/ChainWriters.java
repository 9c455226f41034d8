package io.ris.hub.audit.chain;

import io.ris.hub.platform.HubService;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** This node's chains. Thread-safe. */
@HubService
public class ChainWriters {

    private final ChainStores stores;
    private final ChainKeys keys;
    private final Checkpoints checkpoints;
    private final Clock clock;
    private final String node;
    private final Map<Trail, ChainWriter> writers = new ConcurrentHashMap<>();

    @Inject
    ChainWriters(ChainStores stores, ChainKeys keys, Checkpoints checkpoints, AuditDirectory directory, Clock clock) {
        this.stores = stores;
        this.keys = keys;
        this.checkpoints = checkpoints;
        this.node = directory.node();
        this.clock = clock;
    }

    /** Looks at this node's chains of trails that there still are: whether the store still holds all of them. */
    void open(Predicate<Trail> exists) {
        checkpoints.all().stream()
                .filter(checkpoint -> checkpoint.chain().equals(node))
                .map(Checkpoint::trail)
                .filter(exists)
                .forEach(trail -> writer(trail).open());
    }

    /** Forgets the trails of tenants that were deleted, and says so in the platform's. */
    void forget(Predicate<Trail> exists) {
        checkpoints.all().stream().filter(known -> !exists.test(known.trail())).forEach(gone -> {
            append(Trail.PLATFORM, HubEvents.forgotten(gone, clock.instant()));
            writers.remove(gone.trail());
            checkpoints.forget(gone);
        });
    }

    /**
     * Appends a record to this node's chain of a trail; it is durable when this returns.
     *
     * @throws TrailUnavailableException if it is not known to be written; it may have been
     */
    public void append(Trail trail, AuditRecord event) {
        writer(trail).append(event);
    }

    /** Whether the last try to write to a trail failed. */
    public boolean isFailing(Trail trail) {
        return writer(trail).isFailing();
    }

    /** The trails to which the last try to write failed. */
    public List<Trail> failing() {
        return writers.entrySet().stream()
                .filter(writer -> writer.getValue().isFailing())
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Whether this node's chain of a trail has an event already. */
    boolean holds(Trail trail, String eventId) {
        return stores.of(trail).holds(node, eventId);
    }

    /** Notes now how far this node's chains have come. */
    void note() {
        checkpoints.note(writers.entrySet().stream().flatMap(this::checkpoint).toList());
    }

    private Stream<Checkpoint> checkpoint(Map.Entry<Trail, ChainWriter> writer) {
        return writer.getValue().head().stream()
                .filter(head -> head.seq() > 0)
                .map(head -> new Checkpoint(writer.getKey(), node, head.seq(), head.mac(), clock.instant()));
    }

    private ChainWriter writer(Trail trail) {
        return writers.computeIfAbsent(trail, of -> {
            ChainKey key = keys.of(of);
            return new ChainWriter(
                    node,
                    () -> stores.of(of),
                    key,
                    () -> ChainStart.find(stores.of(of), key, of, node, checkpoints.find(of, node), clock),
                    clock);
        });
    }
}
