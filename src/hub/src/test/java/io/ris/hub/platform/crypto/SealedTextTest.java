package io.ris.hub.platform.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.Arrays;
import java.util.Base64;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SealedTextTest {

    private static final String CONTEXT = "default/tasks/1";

    private final SealedText sealer = key((byte) 1);

    private static SealedText key(byte fill) {
        byte[] bytes = new byte[32];
        Arrays.fill(bytes, fill);
        return new MasterKey(Base64.getEncoder().encodeToString(bytes)).sealer();
    }

    @Test
    void opensWhatItSealed() {
        String text = "geheim \u20ac \ud83d\udd11 \0";
        assertThat(sealer.open(sealer.seal(text, CONTEXT), CONTEXT)).isEqualTo(text);
        assertThat(sealer.open(sealer.seal("", CONTEXT), CONTEXT)).isEmpty();
    }

    @Test
    void sealsTheSameTextDifferentlyEachTime() {
        assertThat(IntStream.range(0, 1_000).mapToObj(i -> sealer.seal("same", CONTEXT)))
                .doesNotHaveDuplicates();
    }

    @Test
    void doesNotOpenInAnotherPlace() {
        String sealed = sealer.seal("secret", CONTEXT);
        assertThatIllegalStateException().isThrownBy(() -> sealer.open(sealed, "other/tasks/1"));
    }

    @Test
    void doesNotOpenWithAnotherKey() {
        String sealed = key((byte) 2).seal("secret", CONTEXT);
        assertThatIllegalStateException().isThrownBy(() -> sealer.open(sealed, CONTEXT));
    }

    @Test
    void doesNotOpenWhenAnyByteWasChanged() {
        byte[] sealed = Base64.getDecoder().decode(sealer.seal("secret", CONTEXT));
        for (int i = 0; i < sealed.length; i++) {
            byte[] changed = sealed.clone();
            changed[i] ^= 1;
            String text = Base64.getEncoder().encodeToString(changed);
            assertThatIllegalStateException().as("byte " + i).isThrownBy(() -> sealer.open(text, CONTEXT));
        }
    }

    @Test
    void doesNotOpenWhatIsTooShort() {
        byte[] sealed = Base64.getDecoder().decode(sealer.seal("", CONTEXT));
        for (int length = 0; length < sealed.length; length++) {
            String text = Base64.getEncoder().encodeToString(Arrays.copyOf(sealed, length));
            assertThatIllegalStateException().isThrownBy(() -> sealer.open(text, CONTEXT));
        }
    }

    @Test
    void doesNotOpenWhatIsNotBase64() {
        assertThatIllegalStateException().isThrownBy(() -> sealer.open("no base64 at all", CONTEXT));
    }
}
