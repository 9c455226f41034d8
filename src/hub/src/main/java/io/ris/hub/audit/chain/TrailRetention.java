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
     * @param damaged how many of the records were not as the hub had written them
     * @param firstSeq number of its first record now
     */
    public record Removed(String chain, long records, long damaged, long firstSeq) {}

    /**
     * Removes what happened before a time from every chain of a trail, but for each chain's last record. Only what is as the hub
     * wrote it says when it happened: what was tampered with stays, for whoever verifies, until it is behind by that.
     */
    public List<Removed> cut(Trail trail, Instant before) {
        ChainStore store = stores.of(trail);
        return store.chains().stream()
                .flatMap(chain -> cut(store, keys.of(trail), chain, before).stream())
                .toList();
    }

    private Optional<Removed> cut(ChainStore store, ChainKey key, String chain, Instant before) {
        long removed = 0;
        long damaged = 0;
        long firstSeq = 0;
        for (Optional<Front> front = front(store, key, chain, before);
                front.isPresent();
                front = front(store, key, chain, before)) {
            store.cut(key.cut(front.get().first(), clock.instant()));
            removed += front.get().records();
            damaged += front.get().damaged();
            firstSeq = front.get().first().seq();
        }
        return removed == 0 ? Optional.empty() : Optional.of(new Removed(chain, removed, damaged, firstSeq));
    }

    /** Some records whose time is over, and the one behind them that is to be the first. */
    private record Front(int records, int damaged, ChainRecord first) {}

    private Optional<Front> front(ChainStore store, ChainKey key, String chain, Instant before) {
        List<StoredLink> page = store.after(chain, StoredLink.before(chain), StoredLink.behind(chain), BATCH + 1);
        int over = 0;
        int damaged = 0;
        int sinceOver = 0;
        for (int place = 0; place < page.size() - 1; place++) {
            Optional<ChainRecord> record = page.get(place).good(key);
            if (record.isEmpty()) {
                sinceOver++;
            } else if (record.get().event().timestamp().isBefore(before)) {
                over = place + 1;
                damaged += sinceOver;
                sinceOver = 0;
            } else {
                break;
            }
        }
        return over == 0 ? Optional.empty() : frontAt(page, key, over, damaged);
    }

    /** Where what would be the first is damaged, one that is not stays before it. */
    private static Optional<Front> frontAt(List<StoredLink> page, ChainKey key, int over, int damaged) {
        Optional<ChainRecord> behind = page.get(over).good(key);
        return behind.isPresent()
                ? Optional.of(new Front(over, damaged, behind.get()))
                : page.get(over - 1).good(key).filter(last -> over > 1).map(last -> new Front(over - 1, damaged, last));
    }
}
