package io.ris.bench;

/** How an attempt to be connected ended. */
enum Ending {
    /** Never got a welcome. */
    NOT_CONNECTED,
    /** Had a welcome, and the connection ended later. */
    DISCONNECTED,
    /** The hub does not want this agent any more: a 403, or a goodbye that says deleted or revoked. */
    UNWANTED
}
