package io.ris.hub.audit.chain;

/**
 * How far a chain has come.
 *
 * @param seq the last number that was given; 0 where there is none
 * @param mac what the next link follows, in hex
 */
record Head(long seq, String mac) {

    /** The same end, where the next number is taken already by what is no link. */
    Head skippingOne() {
        return new Head(seq + 1, mac);
    }
}
