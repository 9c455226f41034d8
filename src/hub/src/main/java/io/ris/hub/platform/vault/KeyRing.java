package io.ris.hub.platform.vault;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * The keys of one owner as they were at a time.
 *
 * @param keys by version, at least one
 */
record KeyRing(NavigableMap<Integer, DataKey> keys, Instant readAt) {

    KeyRing {
        keys = Collections.unmodifiableNavigableMap(new TreeMap<>(keys));
    }

    /** The one that seals. */
    DataKey current() {
        return keys.lastEntry().getValue();
    }

    /** The versions that only open any more. */
    List<Integer> leaving() {
        return List.copyOf(keys.headMap(current().version()).keySet());
    }
}
