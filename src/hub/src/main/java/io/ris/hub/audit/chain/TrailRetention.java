package io.ris.hub.audit.chain;

import io.ris.hub.platform.HubService;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Removes the oldest records of chains, and signs that it did. Thread-safe. */
@HubService
public class TrailRetention {

    private static final int BATCH = 1_000;

    private final ChainStores stores;
    private final ChainKeys keys;
    private final Clock clock;

    @Inject
    TrailRetention(ChainStores stores, ChainKeys keys, Clock clock) {
        this.stores = stores;
        this.keys = keys;
        this.clock = clock;
    }

    /**
     * What was removed from a chain.
     *
     * @param firstSeq number of its first record now
     */
    public record Removed(String chain, long records, long firstSeq) {}

    /** Removes what happened before a time from every chain of a trail, but for each chain's last record. */
    public List<Removed> cut(Trail trail, Instant before) {
        ChainStore store = stores.of(trail);
        return store.chains().stream()
                .flatMap(chain -> cut(store, keys.of(trail), chain, before).stream())
                .toList();
    }

    private Optional<Removed> cut(ChainStore store, ChainKey key, String chain, Instant before) {
        long removed = 0;
        long firstSeq = 0;
        for (Optional<Front> front = front(store, key, chain, before);
                front.isPresent();
                front = front(store, key, chain, before)) {
            store.cut(key.cut(front.get().first(), clock.instant()));
            removed += front.get().records();
            firstSeq = front.get().first().seq();
        }
        return removed == 0 ? Optional.empty() : Optional.of(new Removed(chain, removed, firstSeq));
    }

    /** Some records whose time is over, and the one behind them that is to be the first. */
    private record Front(int records, ChainRecord first) {}

    private Optional<Front> front(ChainStore store, ChainKey key, String chain, Instant before) {
        List<StoredLink> page = store.after(chain, StoredLink.before(chain), StoredLink.behind(chain), BATCH + 1);
        int over = 0;
        while (over < page.size() && isOver(page.get(over), before)) {
            over++;
        }
        for (int records = Math.min(over, page.size() - 1); records > 0; records--) {
            Optional<ChainRecord> first = page.get(records).good(key);
            if (first.isPresent()) {
                return Optional.of(new Front(records, first.get()));
            }
        }
        return Optional.empty();
    }

    /** What cannot be read has no time: it goes with those around it. */
    private static boolean isOver(StoredLink link, Instant before) {
        return link.record() == null || link.record().event().timestamp().isBefore(before);
    }
}
