package io.ris.hub.platform.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MasterKeyTest {

    private static String base64(int bytes) {
        return Base64.getEncoder().encodeToString(new byte[bytes]);
    }

    @Test
    void takes32BytesWithALineBreakBehind() {
        MasterKey master = TestVault.given(base64(32) + "\n");
        byte[] key = {1, 2, 3};
        assertThat(master.unwrap(master.wrap(key, "place"), "place").key().getEncoded())
                .isEqualTo(key);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 16, 31, 33, 64})
    void refusesAnotherLength(int bytes) {
        String key = base64(bytes);
        assertThatIllegalStateException()
                .isThrownBy(() -> TestVault.given(key))
                .withMessageContaining("security.master_key");
    }

    @Test
    void refusesWhatIsNotBase64AndDoesNotRepeatIt() {
        assertThatIllegalStateException()
                .isThrownBy(() -> TestVault.given("correct horse battery staple"))
                .withMessageContaining("security.master_key")
                .withMessageNotContaining("horse");
    }

    @Test
    void isMissingWhereNeitherAKeyNorACommandIsGiven() {
        assertThatIllegalStateException()
                .isThrownBy(() -> printed(Optional.empty(), Optional.empty()))
                .withMessage("ris: security.master_key is missing");
    }

    @Test
    @Tag("process")
    void isWhatACommandPrints() {
        MasterKey before = TestVault.given(TestVault.masterKey(1));
        String wrapped = before.wrap(new byte[] {1, 2, 3}, "place");

        MasterKey printed = printed(
                Optional.of("echo " + TestVault.masterKey(2)),
                Optional.of("echo '" + TestVault.masterKey(3) + ", " + TestVault.masterKey(1) + "'"));

        assertThat(printed.unwrap(wrapped, "place").current()).isFalse();
        assertThat(TestVault.given(TestVault.masterKey(2))
                        .unwrap(printed.wrap(new byte[] {1}, "place"), "place")
                        .current())
                .isTrue();
    }

    @ParameterizedTest
    @Tag("process")
    @ValueSource(strings = {"c2hvcnQ=", "no-base64-at-all", "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8= more"})
    void refusesWhatACommandPrintsWithoutRepeatingIt(String output) {
        assertThatIllegalStateException()
                .isThrownBy(() -> printed(Optional.of("echo " + output), Optional.empty()))
                .withMessage("ris: security.master_key_command must print 32 bytes in base64");
        assertThatIllegalStateException()
                .isThrownBy(() -> printed(Optional.of("echo " + TestVault.masterKey(1)), Optional.of("echo no-key")))
                .withMessage("ris: security.previous_master_keys_command must print 32 bytes in base64");
    }

    private static MasterKey printed(Optional<String> command, Optional<String> previous) {
        return new MasterKey(Optional.empty(), command, Optional.empty(), previous, Duration.ofSeconds(30));
    }
}
