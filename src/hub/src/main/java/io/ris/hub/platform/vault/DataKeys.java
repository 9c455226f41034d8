package io.ris.hub.platform.vault;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.ris.hub.platform.HubService;
import io.ris.hub.platform.StartupOrder;
import io.ris.hub.platform.crypto.Tokens;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.crypto.SecretKey;

/**
 * The data keys of every owner. A node learns of a new key within {@link #MEMORY}, and at once where it meets something sealed
 * with it; until then it seals with the one before, which is why that one lives on for a while. Thread-safe.
 */
@HubService
class DataKeys {

    /** How long a node may believe that the newest key it knows is the newest. */
    static final Duration MEMORY = Duration.ofSeconds(5);

    /** Owner of the one key that others are derived from; no tenant's code. It is wrapped anew, and never replaced. */
    static final String ROOT = "!";

    private static final System.Logger LOG = System.getLogger(DataKeys.class.getName());
    private static final int KEY_BYTES = 32;
    private static final int MOST_OWNERS = 10_000;

    /** Whoever starts the hub is shown this line. */
    private static final String WRONG_KEY =
            "ris: what the store holds sealed does not open: security.master_key is another one than before, or it was changed";

    private final DataKeyStorage storage;
    private final MasterKey master;
    private final Clock clock;
    private final Cache<String, KeyRing> rings =
            Caffeine.newBuilder().maximumSize(MOST_OWNERS).build();

    @Inject
    DataKeys(DataKeyStorage storage, MasterKey master, Clock clock) {
        this.storage = storage;
        this.master = master;
        this.clock = clock;
    }

    /** Shows a wrong master key at the start, and wraps anew what one before it has wrapped. */
    void check(@Observes @Priority(StartupOrder.STORE + 2) Startup startup) {
        for (WrappedKey stored : storage.all()) {
            MasterKey.Unwrapped key = unwrap(stored);
            if (!key.current()) {
                storage.rewrap(stored, master.wrap(key.key().getEncoded(), stored.place()));
            }
        }
    }

    /** The key that seals for an owner; the first one is made when it is asked for. */
    DataKey current(String owner) {
        KeyRing ring = rings.getIfPresent(owner);
        if (ring == null || ring.readAt().plus(MEMORY).isBefore(clock.instant())) {
            ring = read(owner);
        }
        return ring.current();
    }

    /**
     * The key of a version.
     *
     * @throws NotOpenedException if there is none, or not any more
     */
    DataKey require(String owner, int version) {
        KeyRing known = rings.getIfPresent(owner);
        DataKey key = known == null ? null : known.keys().get(version);
        if (key == null) {
            key = read(owner).keys().get(version);
        }
        if (key == null) {
            throw new NotOpenedException("data key " + version + " of " + owner + " is gone", null);
        }
        return key;
    }

    /** All keys of an owner as the store has them now. */
    KeyRing read(String owner) {
        Instant now = clock.instant();
        List<WrappedKey> stored = storage.of(owner);
        if (stored.isEmpty()) {
            storage.insert(made(owner, 1));
            stored = storage.of(owner);
        }
        return remember(owner, stored, now);
    }

    /** All keys of all owners as the store has them now; what was destroyed is forgotten here too. */
    Map<String, KeyRing> readAll() {
        Instant now = clock.instant();
        Map<String, KeyRing> all = new TreeMap<>();
        storage.all().stream()
                .collect(Collectors.groupingBy(WrappedKey::owner))
                .forEach((owner, stored) -> all.put(owner, remember(owner, stored, now)));
        rings.asMap().keySet().retainAll(all.keySet());
        return all;
    }

    private KeyRing remember(String owner, List<WrappedKey> stored, Instant now) {
        TreeMap<Integer, DataKey> keys = new TreeMap<>();
        for (WrappedKey key : stored) {
            keys.put(key.version(), new DataKey(key.version(), unwrap(key).key(), key.createdAt()));
        }
        KeyRing ring = new KeyRing(keys, now);
        rings.put(owner, ring);
        return ring;
    }

    /** Adds a key after the newest, which seals from now on. */
    void rotate(String owner) {
        int next = read(owner).current().version() + 1;
        storage.insert(made(owner, next));
        read(owner);
        LOG.log(System.Logger.Level.INFO, "data key {0} of {1} seals from now on", next, owner);
    }

    /** Destroys the keys before a version: whatever they sealed is lost. */
    void destroyBefore(String owner, int version) {
        storage.destroyBefore(owner, version, clock.instant());
        read(owner);
        LOG.log(System.Logger.Level.INFO, "the data keys of {0} before {1} are destroyed", owner, version);
    }

    /** Destroys all keys of an owner: whatever they sealed is lost. */
    void destroy(String owner) {
        storage.destroy(owner);
        rings.invalidate(owner);
    }

    private WrappedKey made(String owner, int version) {
        String wrapped = master.wrap(Tokens.randomBytes(KEY_BYTES), WrappedKey.place(owner, version));
        return WrappedKey.of(owner, version, wrapped, clock.instant());
    }

    /** The key that others are derived from. */
    SecretKey root() {
        KeyRing known = rings.getIfPresent(ROOT);
        return (known == null ? read(ROOT) : known).current().key();
    }

    private MasterKey.Unwrapped unwrap(WrappedKey key) {
        try {
            return master.unwrap(String.valueOf(key.wrapped()), key.place());
        } catch (NotOpenedException e) {
            LOG.log(System.Logger.Level.ERROR, WRONG_KEY);
            throw new IllegalStateException(WRONG_KEY, e);
        }
    }
}
