package io.ris.hub.audit.chain;

import java.util.Locale;

/**
 * What is wrong with a part of a chain.
 *
 * @param firstSeq number of the first record that is meant
 * @param lastSeq number of the last one
 * @param record where it stands in the store, as far as it does
 * @param detail in words
 */
public record Fault(Kind kind, long firstSeq, long lastSeq, String record, String detail) {

    /** What was done to the chain. */
    public enum Kind {
        /** A record says something else than was written. */
        CHANGED,
        /** Records are not there any more. */
        REMOVED,
        /** Records stand in each other's place. */
        REORDERED,
        /** A record was not written by the hub, or not in this place. */
        INSERTED,
        /** Records were written anew, with other MACs. */
        RECOMPUTED,
        /** Nothing of the chain is there. */
        GONE;

        /** Its name in JSON. */
        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
