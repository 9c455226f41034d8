package io.ris.hub.audit.chain;

/**
 * A link of a chain.
 *
 * @param event what it holds
 * @param chain the name of the node that wrote it
 * @param seq its number in the chain, from 1
 * @param prev MAC of the link before it, in hex
 * @param mac its own, in hex
 */
public record ChainRecord(AuditRecord event, String chain, long seq, String prev, String mac) {

    /** Where it ends the chain for now. */
    Head asHead() {
        return new Head(seq, mac);
    }
}
