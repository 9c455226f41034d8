package io.ris.hub.audit.chain;

/** Where each trail is kept. Thread-safe. */
interface ChainStores {

    /** Asked for anew at each use: a tenant's database may move. */
    ChainStore of(Trail trail);
}
