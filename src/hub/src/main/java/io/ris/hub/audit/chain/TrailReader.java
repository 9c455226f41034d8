package io.ris.hub.audit.chain;

import io.ris.hub.platform.HubService;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.TreeMap;

/** Reads a trail, the newest records first, as one list of what all nodes have written. Thread-safe. */
@HubService
public class TrailReader {

    private static final int PAGE = 500;

    private final ChainStores stores;

    @Inject
    TrailReader(ChainStores stores) {
        this.stores = stores;
    }

    /**
     * A part of a trail.
     *
     * @param next where the rest begins: in each chain before which number; empty where there is none
     */
    public record Slice(List<ChainRecord> records, Map<String, Long> next) {}

    /**
     * Reads records that a filter lets through.
     *
     * @param from where to begin: in each chain before which number; empty for the newest
     * @param skip how many to leave out first
     */
    public Slice read(Trail trail, RecordFilter filter, Map<String, Long> from, long skip, int limit) {
        ChainStore store = stores.of(trail);
        Map<String, Long> next = new TreeMap<>(from);
        PriorityQueue<Reading> readings =
                new PriorityQueue<>(Comparator.comparing(Reading::newest).reversed());
        for (String chain : store.chains()) {
            next.putIfAbsent(chain, Long.MAX_VALUE);
            new Reading(store, chain, filter, next.get(chain)).addTo(readings);
        }
        List<ChainRecord> records = new ArrayList<>();
        for (long read = 0; read < skip + limit && !readings.isEmpty(); read++) {
            Reading reading = readings.remove();
            ChainRecord record = reading.take();
            next.put(record.chain(), record.seq());
            if (read >= skip) {
                records.add(record);
            }
            reading.addTo(readings);
        }
        return new Slice(records, readings.isEmpty() ? Map.of() : next);
    }

    /** How many records of a trail a filter lets through. */
    public long count(Trail trail, RecordFilter filter) {
        ChainStore store = stores.of(trail);
        if (!filter.equals(RecordFilter.ALL)) {
            return store.count(filter);
        }
        return store.chains().stream().mapToLong(chain -> length(store, chain)).sum();
    }

    /** Numbers of a chain have no gaps, so its ends say how long it is. */
    private static long length(ChainStore store, String chain) {
        Optional<StoredLink> first = store.after(chain, StoredLink.before(chain), StoredLink.behind(chain), 1).stream()
                .findFirst();
        Optional<StoredLink> last = store.last(chain);
        return first.isPresent() && last.isPresent()
                ? last.get().seq() - first.get().seq() + 1
                : 0;
    }

    /** One chain, a page at a time. */
    private static final class Reading {

        private final ChainStore store;
        private final String chain;
        private final RecordFilter filter;
        private final Queue<ChainRecord> page = new ArrayDeque<>();
        private long before;
        private boolean ended;

        Reading(ChainStore store, String chain, RecordFilter filter, long before) {
            this.store = store;
            this.chain = chain;
            this.filter = filter;
            this.before = before;
        }

        /** When the next record happened. */
        Instant newest() {
            return page.element().event().timestamp();
        }

        ChainRecord take() {
            return page.remove();
        }

        /** Puts it among those that have more. */
        void addTo(Queue<Reading> readings) {
            while (page.isEmpty() && !ended) {
                load();
            }
            if (!page.isEmpty()) {
                readings.add(this);
            }
        }

        /** What is no record the verification tells of; here it is left out. */
        private void load() {
            List<StoredLink> found = store.before(chain, before, filter, PAGE);
            ended = found.size() < PAGE;
            for (StoredLink link : found) {
                ChainRecord record = link.record();
                if (link.seq() >= 0) {
                    before = link.seq();
                }
                if (record != null
                        && record.seq() == link.seq()
                        && record.chain().equals(chain)) {
                    page.add(record);
                }
            }
        }
    }
}
