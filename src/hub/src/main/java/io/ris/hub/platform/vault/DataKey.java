package io.ris.hub.platform.vault;

import java.time.Instant;
import javax.crypto.SecretKey;

/**
 * A key that seals data.
 *
 * @param version from 1; the highest of an owner seals, all open
 */
record DataKey(int version, SecretKey key, Instant createdAt) {

    @Override
    public String toString() {
        return "DataKey[" + version + "]";
    }
}
