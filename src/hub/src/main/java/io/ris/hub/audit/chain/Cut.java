package io.ris.hub.audit.chain;

import java.time.Instant;

/**
 * The signed word that a chain begins later than with its first link, because older ones were kept long enough.
 *
 * @param firstSeq number of the first link that is still there
 * @param prev MAC of the last one that was removed, in hex
 * @param at when
 * @param mac over all of this, in hex
 */
public record Cut(String chain, long firstSeq, String prev, Instant at, String mac) {}
