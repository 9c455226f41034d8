/**
 * Keyed hash chains of audit records. A <em>trail</em> is a tenant's, or the platform's; every hub node writes a
 * <em>chain</em> of its own in each trail. A record's MAC covers all of the record and the MAC before it, under a key that is
 * derived from the master key for that trail alone: who holds the store without the key can change, remove or reorder
 * nothing unseen.
 *
 * <p>What a chain alone does not show, that its end or all of it is gone, or that it was written anew by someone with the
 * key, shows against the <em>checkpoints</em>: the heads of this node's chains, noted outside the store. A <em>cut</em> is
 * the signed word of the hub that a chain's oldest records were removed because their time was over.
 *
 * <p>What always holds: numbers of a chain are given once, in order, and the trail tells of more than was done (an entry
 * whose action then failed), never of less.
 */
@NullMarked
package io.ris.hub.audit.chain;

import org.jspecify.annotations.NullMarked;
