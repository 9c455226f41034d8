package io.ris.hub.platform.vault;

import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/** A vault without a store, for tests of what seals. */
public final class TestVault {

    private TestVault() {}

    /** One of its own, which nothing else opens. */
    public static Vault empty() {
        MasterKey master = given(masterKey(1));
        return new Vault(new DataKeys(new MemoryKeyStorage(), master, Clock.systemUTC()), master);
    }

    /** As the settings give it, with those before it. */
    static MasterKey given(String current, String... previous) {
        return new MasterKey(
                Optional.of(current),
                Optional.empty(),
                Optional.of(String.join(",", previous)).filter(keys -> !keys.isEmpty()),
                Optional.empty(),
                Duration.ofSeconds(30));
    }

    static String masterKey(int fill) {
        byte[] bytes = new byte[32];
        Arrays.fill(bytes, (byte) fill);
        return Base64.getEncoder().encodeToString(bytes);
    }
}
