package io.ris.hub.platform.vault;

import io.ris.hub.platform.HubService;
import io.ris.hub.platform.RepeatedWork;
import io.ris.hub.platform.StartupOrder;
import io.ris.hub.platform.TenantCode;
import io.ris.hub.platform.TenantScope;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Replaces data keys: by age, or when asked. The new key seals at once; what the old ones sealed is sealed anew, and they are
 * destroyed when nothing of theirs is left. Any node may do any step, also twice. Thread-safe.
 */
@HubService
public class KeyRotation {

    private static final System.Logger LOG = System.getLogger(KeyRotation.class.getName());
    private static final Duration INTERVAL = Duration.ofSeconds(5);

    private final DataKeys keys;
    private final Vault vault;
    private final Instance<SealedData> data;
    private final RepeatedWork repeated;
    private final Clock clock;
    private final Duration lifetime;
    private final Duration grace;

    @Inject
    KeyRotation(
            DataKeys keys,
            Vault vault,
            Instance<SealedData> data,
            RepeatedWork repeated,
            Clock clock,
            @ConfigProperty(name = "security.encryption.data_at_rest.key_rotation_days") int days,
            @ConfigProperty(name = "security.encryption.data_at_rest.rotation_grace") Duration grace) {
        this.keys = keys;
        this.vault = vault;
        this.data = data;
        this.repeated = repeated;
        this.clock = clock;
        this.lifetime = Duration.ofDays(days);
        this.grace = grace;
    }

    void begin(@Observes @Priority(StartupOrder.WORK) Startup startup) {
        repeated.every(INTERVAL, "replacing data keys", () -> keys.readAll().forEach(this::tryAdvance));
    }

    /** Replaces the key of the tenant in scope. */
    public Status rotate() {
        String owner = TenantScope.require().value();
        keys.rotate(owner);
        return status(owner);
    }

    /** Replaces the platform's own key. */
    public Status rotatePlatform() {
        keys.rotate(Vault.PLATFORM);
        return status(Vault.PLATFORM);
    }

    /** Where the keys of the tenant in scope stand. */
    public Status status() {
        return status(TenantScope.require().value());
    }

    /** Where the platform's own keys stand. */
    public Status statusOfPlatform() {
        return status(Vault.PLATFORM);
    }

    private Status status(String owner) {
        KeyRing ring = keys.read(owner);
        return new Status(ring.current().version(), ring.current().createdAt(), ring.leaving());
    }

    /** A tenant whose own store is away does not keep the others' keys from being replaced. */
    private void tryAdvance(String owner, KeyRing ring) {
        try {
            advance(owner, ring);
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.WARNING, "replacing the data key of {0} failed this time: {1}", owner, e);
        }
    }

    private void advance(String owner, KeyRing ring) {
        if (owner.equals(DataKeys.ROOT)) {
            return; // what is derived from it must stay as it is: nothing is sealed with it
        }
        Instant now = clock.instant();
        if (ring.current().createdAt().plus(lifetime).isBefore(now)) {
            keys.rotate(owner);
        } else if (ring.keys().size() > 1
                && ring.current().createdAt().plus(grace).isBefore(now)) {
            retire(keys, owner, ring, () -> reseal(owner));
        }
    }

    /**
     * Destroys the keys before the one that was the newest when this began: one that is made meanwhile has sealed hardly anything.
     *
     * @param reseal tells how many were not sealed with the newest key, or with one that is newer still
     */
    static void retire(DataKeys keys, String owner, KeyRing ring, LongSupplier reseal) {
        if (reseal.getAsLong() == 0) {
            keys.destroyBefore(owner, ring.current().version());
        }
    }

    private long reseal(String owner) {
        Sealer sealer = vault.of(owner);
        if (owner.equals(Vault.PLATFORM)) {
            return of(false).mapToLong(kind -> kind.reseal(sealer)).sum();
        }
        return TenantScope.call(new TenantCode(owner), () -> of(true).mapToLong(kind -> kind.reseal(sealer))
                .sum());
    }

    private Stream<SealedData> of(boolean tenants) {
        return data.stream().filter(kind -> kind.isOfTenants() == tenants);
    }

    /**
     * The keys of one owner.
     *
     * @param version of the key that seals
     * @param since when it was made
     * @param leaving versions that something is still sealed with
     */
    public record Status(int version, Instant since, List<Integer> leaving) {}
}
