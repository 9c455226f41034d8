package io.ris.hub.platform.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import jakarta.enterprise.event.Startup;
import java.time.Clock;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Several hubs over one storage. */
class DataKeysTest {

    private static final String OWNER = "default";
    private static final String PLACE = "tasks/1/spec";

    private final MemoryKeyStorage storage = new MemoryKeyStorage();

    private record Hub(DataKeys keys, Sealer sealer, Vault vault) {

        static Hub with(MemoryKeyStorage storage, int master, Integer... previous) {
            MasterKey key = TestVault.given(
                    TestVault.masterKey(master),
                    Stream.of(previous).map(TestVault::masterKey).toArray(String[]::new));
            DataKeys keys = new DataKeys(storage, key, Clock.systemUTC());
            return new Hub(keys, new Sealer(OWNER, keys, key), new Vault(keys, key));
        }

        byte[] derive(String purpose) {
            return vault.derive(purpose).getEncoded();
        }

        Hub start() {
            keys.check(new Startup() {});
            return this;
        }
    }

    private static void doesNotOpen(Sealer with, String sealed) {
        assertThatExceptionOfType(NotOpenedException.class).isThrownBy(() -> with.open(sealed, PLACE));
    }

    @Test
    void twoHubsHaveTheSameKeys() {
        Hub one = Hub.with(storage, 1).start();
        Hub two = Hub.with(storage, 1).start();
        assertThat(two.sealer().open(one.sealer().seal("text", PLACE), PLACE)).isEqualTo("text");
        assertThat(storage.all()).hasSize(1);
    }

    @Test
    void aHubOpensAtOnceWhatAnotherSealedWithANewKey() {
        Hub one = Hub.with(storage, 1).start();
        Hub two = Hub.with(storage, 1).start();
        String before = two.sealer().seal("before", PLACE);
        one.keys().rotate(OWNER);
        String after = one.sealer().seal("after", PLACE);
        assertThat(after).startsWith("k2.");
        assertThat(two.sealer().open(after, PLACE)).isEqualTo("after");
        assertThat(one.sealer().open(before, PLACE)).isEqualTo("before");
    }

    @Test
    void whatADestroyedKeySealedIsLost() {
        Hub hub = Hub.with(storage, 1).start();
        String old = hub.sealer().seal("old", PLACE);
        hub.keys().rotate(OWNER);
        String kept = hub.sealer().seal("kept", PLACE);
        hub.keys().destroyBefore(OWNER, 2);
        doesNotOpen(hub.sealer(), old);
        doesNotOpen(Hub.with(storage, 1).start().sealer(), old);
        assertThat(hub.sealer().open(kept, PLACE)).isEqualTo("kept");
    }

    @Test
    void aKeyThatIsReplacedWhileTheOneBeforeItRetiresStaysReadable() {
        Hub hub = Hub.with(storage, 1).start();
        String first = hub.sealer().seal("first", PLACE);
        hub.keys().rotate(OWNER);
        String second = hub.sealer().seal("second", PLACE);
        KeyRing ring = hub.keys().read(OWNER);

        KeyRotation.retire(hub.keys(), OWNER, ring, () -> {
            hub.keys().rotate(OWNER); // asked for by somebody else, when nothing of the first was found any more
            return 0;
        });

        doesNotOpen(hub.sealer(), first);
        assertThat(hub.sealer().open(second, PLACE)).isEqualTo("second");
        assertThat(hub.sealer().seal("third", PLACE)).startsWith("k3.");
    }

    @Test
    void whatIsDerivedStaysWhenTheMasterKeyIsReplacedAndIsAnotherForEachPurpose() {
        byte[] before = Hub.with(storage, 1).start().derive("a");
        assertThat(Hub.with(storage, 1).start().derive("a")).isEqualTo(before).hasSize(32);
        assertThat(Hub.with(storage, 2, 1).start().derive("a")).isEqualTo(before);
        assertThat(Hub.with(storage, 2).start().derive("a")).isEqualTo(before);
        assertThat(Hub.with(storage, 2).start().derive("b")).isNotEqualTo(before);
        assertThat(Hub.with(new MemoryKeyStorage(), 1).start().derive("a")).isNotEqualTo(before);
    }

    @Test
    void aTenantsKeysAreDestroyedTogether() {
        Hub hub = Hub.with(storage, 1).start();
        String sealed = hub.sealer().seal("text", PLACE);
        hub.keys().destroy(OWNER);
        doesNotOpen(hub.sealer(), sealed);
    }

    @Test
    void anotherMasterKeyShowsAtTheStart() {
        Hub.with(storage, 1).start().sealer().seal("text", PLACE);
        assertThatIllegalStateException()
                .isThrownBy(() -> Hub.with(storage, 2).start())
                .withMessageContaining("security.master_key is another one than before");
    }

    @Test
    void theMasterKeyIsReplacedByNamingTheOneBeforeIt() {
        String sealed = Hub.with(storage, 1).start().sealer().seal("text", PLACE);
        assertThat(Hub.with(storage, 2, 1).start().sealer().open(sealed, PLACE)).isEqualTo("text");
        assertThat(Hub.with(storage, 2).start().sealer().open(sealed, PLACE)).isEqualTo("text");
        assertThatIllegalStateException().isThrownBy(() -> Hub.with(storage, 1).start());
    }

    @Test
    void aKeyInAnotherOwnersPlaceDoesNotUnwrap() {
        Hub hub = Hub.with(storage, 1).start();
        hub.sealer().seal("text", PLACE);
        WrappedKey key = storage.all().getFirst();
        storage.insert(WrappedKey.of("other", key.version(), String.valueOf(key.wrapped()), key.createdAt()));
        assertThatIllegalStateException().isThrownBy(() -> hub.keys().read("other"));
    }
}
