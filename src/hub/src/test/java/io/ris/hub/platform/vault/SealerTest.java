package io.ris.hub.platform.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SealerTest {

    private static final String PLACE = "tasks/1/spec";

    private final Vault vault = TestVault.empty();
    private final Sealer sealer = vault.of("default");

    private void doesNotOpen(Sealer with, String sealed, String place) {
        assertThatExceptionOfType(NotOpenedException.class).isThrownBy(() -> with.open(sealed, place));
    }

    @Test
    void opensWhatItSealed() {
        String text = "geheim \u20ac \ud83d\udd11 \0";
        assertThat(sealer.open(sealer.seal(text, PLACE), PLACE)).isEqualTo(text);
        assertThat(sealer.open(sealer.seal("", PLACE), PLACE)).isEmpty();
    }

    @Test
    void saysWhichKeySealed() {
        assertThat(sealer.seal("text", PLACE)).startsWith("k1.").startsWith(sealer.currentPrefix());
    }

    @Test
    void sealsTheSameTextDifferentlyEachTime() {
        assertThat(IntStream.range(0, 1_000).mapToObj(i -> sealer.seal("same", PLACE)))
                .doesNotHaveDuplicates();
    }

    @Test
    void doesNotOpenInAnotherPlace() {
        doesNotOpen(sealer, sealer.seal("secret", PLACE), "tasks/2/spec");
    }

    @Test
    void doesNotOpenForAnotherTenant() {
        doesNotOpen(vault.of("other"), sealer.seal("secret", PLACE), PLACE);
        doesNotOpen(vault.ofPlatform(), sealer.seal("secret", PLACE), PLACE);
    }

    @Test
    void doesNotOpenInAnotherInstallation() {
        doesNotOpen(TestVault.empty().of("default"), sealer.seal("secret", PLACE), PLACE);
    }

    @Test
    void doesNotOpenWhenAnyByteWasChanged() {
        String sealed = sealer.seal("secret", PLACE);
        byte[] bytes = Base64.getUrlDecoder().decode(sealed.substring(3));
        for (int i = 0; i < bytes.length; i++) {
            byte[] changed = bytes.clone();
            changed[i] ^= 1;
            doesNotOpen(sealer, "k1." + Base64.getUrlEncoder().withoutPadding().encodeToString(changed), PLACE);
        }
        for (int length = 0; length < sealed.length(); length++) {
            doesNotOpen(sealer, sealed.substring(0, length), PLACE);
        }
    }

    @Test
    void doesNotOpenWhatIsNoSealedText() {
        for (String text :
                new String[] {"", ".", "k.", "k1.", "kx.AAAA", "x1.AAAA", "k-1.AAAA", "k2.AAAA", "no base64", "k1.!!"
                }) {
            doesNotOpen(sealer, text, PLACE);
        }
    }

    /** Base64 of version 1, nonce, ciphertext and tag under the master key itself, as the first release stored it. */
    @Test
    void opensWhatAnEarlierReleaseSealed() {
        byte[] sealed = Base64.getDecoder()
                .decode(TestVault.given(TestVault.masterKey(1)).wrap("old".getBytes(StandardCharsets.UTF_8), PLACE));
        byte[] whole = new byte[sealed.length + 1];
        whole[0] = 1;
        System.arraycopy(sealed, 0, whole, 1, sealed.length);
        String legacy = Base64.getEncoder().encodeToString(whole);
        assertThat(sealer.open(legacy, PLACE)).isEqualTo("old");
        doesNotOpen(sealer, legacy, "tasks/2/spec");
    }
}
