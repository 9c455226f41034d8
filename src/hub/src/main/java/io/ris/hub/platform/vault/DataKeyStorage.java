package io.ris.hub.platform.vault;

import java.time.Instant;
import java.util.List;

/** Where wrapped keys are kept. */
interface DataKeyStorage {

    /** The keys of an owner, the oldest first, without those that were destroyed. */
    List<WrappedKey> of(String owner);

    /** Every key of every owner that was not destroyed. */
    List<WrappedKey> all();

    /** Stores a new key; false if another node was as quick. */
    boolean insert(WrappedKey key);

    /** Puts the same key under another master key in its place, unless it has changed. */
    void rewrap(WrappedKey before, String wrapped);

    /** Destroys the keys of an owner before a version; what they were is still listed. */
    void destroyBefore(String owner, int version, Instant at);

    /** Destroys all keys of an owner. */
    void destroy(String owner);
}
