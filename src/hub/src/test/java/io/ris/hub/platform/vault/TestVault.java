package io.ris.hub.platform.vault;

import java.time.Clock;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/** A vault without a store, for tests of what seals. */
public final class TestVault {

    private TestVault() {}

    /** One of its own, which nothing else opens. */
    public static Vault empty() {
        MasterKey master = new MasterKey(masterKey(1), Optional.empty());
        return new Vault(new DataKeys(new MemoryKeyStorage(), master, Clock.systemUTC()), master);
    }

    static String masterKey(int fill) {
        byte[] bytes = new byte[32];
        Arrays.fill(bytes, (byte) fill);
        return Base64.getEncoder().encodeToString(bytes);
    }
}
