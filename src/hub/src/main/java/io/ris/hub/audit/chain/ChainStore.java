package io.ris.hub.audit.chain;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Where the links of one trail are kept. Implementations are thread-safe. */
interface ChainStore {

    /**
     * Adds links in their order; durable when it returns. Where it throws, some of them may be there, and those in their
     * order.
     */
    void append(List<ChainRecord> links);

    /** The names of the chains in it. */
    List<String> chains();

    /** What stands behind an id of a chain, up to another id and that one too, the first ones first, at most so many. */
    List<StoredLink> after(String chain, String id, String upTo, int limit);

    /** What stands before a number of a chain and a filter lets through, the last ones first, at most so many. */
    List<StoredLink> before(String chain, long seq, RecordFilter filter, int limit);

    /** What stands behind a number of a chain, the first ones first, at most so many. */
    default List<StoredLink> after(String chain, long seq, int limit) {
        return after(chain, StoredLink.id(chain, seq), StoredLink.behind(chain), limit);
    }

    /** What stands at a number of a chain. */
    default Optional<StoredLink> find(String chain, long seq) {
        return after(chain, StoredLink.id(chain, seq - 1), StoredLink.id(chain, seq), 2).stream()
                .filter(link -> link.seq() == seq)
                .findFirst();
    }

    /** The end of a chain. */
    default Optional<StoredLink> last(String chain) {
        return before(chain, Long.MAX_VALUE, RecordFilter.ALL, 1).stream().findFirst();
    }

    /** How many links a filter lets through. */
    long count(RecordFilter filter);

    /** Whether a chain has an event. */
    boolean holds(String chain, String eventId);

    /** Where a chain was cut. */
    Optional<Cut> cut(String chain);

    /** The chains of which a cut is noted. */
    Set<String> cutChains();

    /** Notes a cut, unless a later one is noted already, and removes what is before it. */
    void cut(Cut cut);

    /** Documents that are in no chain: the hub writes none. */
    List<String> strangers();
}
