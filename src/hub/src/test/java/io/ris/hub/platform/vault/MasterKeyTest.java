package io.ris.hub.platform.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MasterKeyTest {

    private static String base64(int bytes) {
        return Base64.getEncoder().encodeToString(new byte[bytes]);
    }

    @Test
    void takes32BytesWithALineBreakBehind() {
        MasterKey master = new MasterKey(base64(32) + "\n", Optional.empty());
        byte[] key = {1, 2, 3};
        assertThat(master.unwrap(master.wrap(key, "place"), "place").key().getEncoded())
                .isEqualTo(key);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 16, 31, 33, 64})
    void refusesAnotherLength(int bytes) {
        String key = base64(bytes);
        assertThatIllegalStateException()
                .isThrownBy(() -> new MasterKey(key, Optional.empty()))
                .withMessageContaining("security.master_key");
    }

    @Test
    void refusesWhatIsNotBase64AndDoesNotRepeatIt() {
        assertThatIllegalStateException()
                .isThrownBy(() -> new MasterKey("correct horse battery staple", Optional.empty()))
                .withMessageContaining("security.master_key")
                .withMessageNotContaining("horse");
    }
}
