package io.ris.hub.audit.chain;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.ris.hub.platform.HubService;
import io.ris.hub.platform.vault.Vault;
import jakarta.inject.Inject;

/** The keys of the trails, each derived for that trail alone. Thread-safe. */
@HubService
class ChainKeys {

    private static final int REMEMBERED = 1_000;

    private final Vault vault;
    private final Cache<Trail, ChainKey> keys =
            Caffeine.newBuilder().maximumSize(REMEMBERED).build();

    @Inject
    ChainKeys(Vault vault) {
        this.vault = vault;
    }

    ChainKey of(Trail trail) {
        return keys.get(trail, of -> new ChainKey(vault.derive("ris audit trail " + of.name())));
    }

    /** That of this node's own files. */
    ChainKey ofFiles() {
        return new ChainKey(vault.derive("ris audit files"));
    }
}
