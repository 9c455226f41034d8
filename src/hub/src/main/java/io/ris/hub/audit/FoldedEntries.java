package io.ris.hub.audit;

import io.ris.hub.audit.chain.Trail;
import io.ris.hub.platform.Origin;
import io.ris.hub.platform.audit.AuditEntry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Counts entries of which an outsider can cause as many as they like. What it remembers is bounded: beyond that, addresses
 * and resources are not told apart any more. Thread-safe.
 */
final class FoldedEntries {

    private static final int MOST_PLACES = 10_000;
    private static final String MANY = "many";

    private final Map<Place, Integer> counts = new HashMap<>();

    private record Place(
            Trail trail, AuditEntry entry, @Nullable String address) {}

    /**
     * Several of one kind.
     *
     * @param origin where they came from, as far as they have that in common
     */
    record Folded(Trail trail, AuditEntry entry, Origin origin) {}

    /** Whether an entry is the first of its kind and place since the last {@link #drain}; else it is counted. */
    synchronized boolean isFirst(Trail trail, AuditEntry entry, @Nullable String address) {
        Place place = new Place(trail, entry, address);
        if (counts.size() >= MOST_PLACES && !counts.containsKey(place)) {
            place = new Place(
                    trail, new AuditEntry(entry.kind(), entry.action(), MANY, entry.result(), Map.of()), MANY);
        }
        Integer before = counts.putIfAbsent(place, 0);
        if (before != null) {
            counts.put(place, before + 1);
        }
        return before == null;
    }

    /** What was counted since it was last asked, and forgets it. */
    synchronized List<Folded> drain() {
        List<Folded> folded = new ArrayList<>();
        counts.forEach((place, further) -> {
            if (further > 0) {
                Map<String, String> details = new HashMap<>(place.entry().details());
                details.put("further", Integer.toString(further));
                AuditEntry entry = place.entry();
                folded.add(new Folded(
                        place.trail(),
                        new AuditEntry(entry.kind(), entry.action(), entry.resource(), entry.result(), details),
                        new Origin(null, place.address(), null, null, null, null)));
            }
        });
        counts.clear();
        return folded;
    }
}
