package io.ris.hub.audit.chain;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Where a chain goes on when its node starts.
 *
 * @param head what the next link follows
 * @param alarms what the trail must say about it, if anything
 */
record ChainStart(Head head, List<AuditRecord> alarms) {

    private static final System.Logger LOG = System.getLogger(ChainStart.class.getName());
    private static final int PAGE = 1_000;

    /**
     * Finds the end of a chain. Where the store is behind the last checkpoint, the chain goes on behind the checkpoint, so
     * that what is missing stays missing for everybody to see.
     */
    static ChainStart find(
            ChainStore store, ChainKey key, Trail trail, String chain, Optional<Checkpoint> checkpoint, Clock clock) {
        Head from = checkpoint.map(Checkpoint::head).orElseGet(() -> lastGood(store, key, chain));
        Head head = follow(store, key, chain, from, link -> {});
        String alarm = checkpoint.map(noted -> alarm(store, chain, noted)).orElse(null);
        if (alarm == null) {
            return new ChainStart(head, List.of());
        }
        LOG.log(
                System.Logger.Level.ERROR,
                "the audit trail {0} was tampered with: chain {1} {2}",
                trail.name(),
                chain,
                alarm);
        return new ChainStart(head, List.of(HubEvents.tampered(trail, chain, alarm, clock.instant())));
    }

    private static @Nullable String alarm(ChainStore store, String chain, Checkpoint noted) {
        Optional<StoredLink> stored = store.find(chain, noted.seq());
        if (stored.isEmpty()) {
            long last = store.last(chain).map(StoredLink::seq).orElse(0L);
            return last < noted.seq()
                    ? "ends with " + last + " and had come to " + noted.seq()
                    : "lacks " + noted.seq();
        }
        ChainRecord record = stored.get().record();
        return record != null && ChainKey.same(record.mac(), noted.mac())
                ? null
                : "holds another record " + noted.seq() + " than was written";
    }

    /** The last link that is as it was written, at the end of a chain of which nothing is noted. */
    private static Head lastGood(ChainStore store, ChainKey key, String chain) {
        return store.before(chain, Long.MAX_VALUE, RecordFilter.ALL, PAGE).stream()
                .flatMap(link -> link.good(key).stream())
                .findFirst()
                .map(ChainRecord::asHead)
                .or(() -> store.cut(chain).filter(key::verifies).map(cut -> new Head(cut.firstSeq() - 1, cut.prev())))
                .orElseGet(() -> key.beginning(chain));
    }

    /** Goes along the links behind a head, past what is no link but has the next number. */
    static Head follow(ChainStore store, ChainKey key, String chain, Head from, Consumer<ChainRecord> seen) {
        Head head = from;
        List<StoredLink> page;
        do {
            page = store.after(chain, head.seq(), PAGE);
            Head before = head;
            for (StoredLink stored : page) {
                head = next(key, head, stored, seen);
            }
            if (head.equals(before)) {
                return head;
            }
        } while (page.size() == PAGE);
        return head;
    }

    private static Head next(ChainKey key, Head head, StoredLink stored, Consumer<ChainRecord> seen) {
        if (stored.seq() != head.seq() + 1) {
            return head;
        }
        Optional<ChainRecord> link = stored.good(key).filter(good -> ChainKey.same(good.prev(), head.mac()));
        if (link.isEmpty()) {
            LOG.log(
                    System.Logger.Level.ERROR,
                    "the audit trail was tampered with: {0} is not what the hub wrote",
                    stored.id());
            return head.skippingOne();
        }
        seen.accept(link.get());
        return link.get().asHead();
    }
}
