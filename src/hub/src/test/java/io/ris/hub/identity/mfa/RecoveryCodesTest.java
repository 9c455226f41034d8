package io.ris.hub.identity.mfa;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RecoveryCodesTest {

    @Test
    void makesTenDifferentCodesThatPeopleCanReadOut() {
        assertThat(RecoveryCodes.make())
                .hasSize(10)
                .doesNotHaveDuplicates()
                .allMatch(code -> code.matches("([a-z2-7]{4}-){3}[a-z2-7]{4}"));
    }

    @Test
    void takesACodeWithOrWithoutItsDashesAndForItsUserAlone() {
        String hash = RecoveryCodes.hash("user", "abcd-efgh-ijkl-mnop");
        assertThat(RecoveryCodes.hash("user", " ABCDEFGH ijklmnop")).isEqualTo(hash);
        assertThat(RecoveryCodes.hash("other", "abcd-efgh-ijkl-mnop")).isNotEqualTo(hash);
        assertThat(RecoveryCodes.hash("user", "abcd-efgh-ijkl-mnoq")).isNotEqualTo(hash);
    }
}
