package io.ris.hub.audit.chain;

import io.ris.hub.platform.vault.TestVault;
import io.ris.hub.platform.vault.Vault;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;

/** A store in memory whose contents a test can change, and that fails when it is told to. */
final class FakeChainStore implements ChainStore {

    /** Where the keys of what is in it come from. */
    final Vault vault = TestVault.empty();

    final NavigableMap<String, StoredLink> links = new ConcurrentSkipListMap<>();
    final Map<String, Cut> cuts = new ConcurrentHashMap<>();
    final AtomicInteger appends = new AtomicInteger();

    /** How many links of the next append are kept before it fails; negative while it works. */
    volatile int failsAfter = -1;

    /** Whether nothing can be read either. */
    volatile boolean away;

    @Override
    public void append(List<ChainRecord> added) {
        requireThere();
        appends.incrementAndGet();
        int left = failsAfter < 0 ? Integer.MAX_VALUE : failsAfter;
        for (ChainRecord link : added) {
            if (left-- == 0) {
                throw new IllegalStateException("the store takes no more");
            }
            String id = StoredLink.id(link.chain(), link.seq());
            if (links.putIfAbsent(id, new StoredLink(id, link)) != null) {
                throw new IllegalStateException("duplicate " + id);
            }
        }
        if (failsAfter == added.size()) {
            throw new IllegalStateException("the answer was lost");
        }
    }

    private void requireThere() {
        if (away) {
            throw new IllegalStateException("the store is away");
        }
    }

    @Override
    public List<String> chains() {
        return new ArrayList<>(
                new TreeSet<>(links.keySet().stream().map(StoredLink::chainOf).toList()));
    }

    @Override
    public List<StoredLink> after(String chain, String id, String upTo, int limit) {
        requireThere();
        return links.subMap(id, false, upTo, true).values().stream()
                .limit(limit)
                .toList();
    }

    @Override
    public List<StoredLink> before(String chain, long seq, RecordFilter filter, int limit) {
        requireThere();
        return links
                .subMap(StoredLink.before(chain), true, StoredLink.id(chain, seq), false)
                .descendingMap()
                .values()
                .stream()
                .limit(limit)
                .toList();
    }

    @Override
    public long count(RecordFilter filter) {
        return links.size();
    }

    @Override
    public boolean holds(String chain, String eventId) {
        requireThere();
        return links.values().stream()
                .anyMatch(link ->
                        link.record() != null && link.record().event().eventId().equals(eventId));
    }

    @Override
    public Optional<Cut> cut(String chain) {
        return Optional.ofNullable(cuts.get(chain));
    }

    @Override
    public Set<String> cutChains() {
        return Set.copyOf(cuts.keySet());
    }

    @Override
    public void cut(Cut cut) {
        cuts.put(cut.chain(), cut);
        links.subMap(StoredLink.before(cut.chain()), true, StoredLink.id(cut.chain(), cut.firstSeq()), false)
                .clear();
    }

    @Override
    public List<String> strangers() {
        return List.of();
    }
}
