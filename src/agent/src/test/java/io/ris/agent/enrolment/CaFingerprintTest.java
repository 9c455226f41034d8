package io.ris.agent.enrolment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.ris.agent.testing.TestCa;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CaFingerprintTest {

    private static final String HEX = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";

    @Test
    void readsUpperAndLowerCaseWithAndWithoutColons() {
        CaFingerprint expected = new CaFingerprint(HEX);
        String colons = HEX.replaceAll("(..)(?=.)", "$1:");

        assertThat(CaFingerprint.parse("sha256:" + HEX)).isEqualTo(expected);
        assertThat(CaFingerprint.parse(" SHA256:" + HEX.toUpperCase(Locale.ROOT)))
                .isEqualTo(expected);
        assertThat(CaFingerprint.parse("sha256:" + colons)).isEqualTo(expected);
        assertThat(expected).hasToString("sha256:" + HEX);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "sha256:", "sha256:00", "sha1:" + HEX, HEX, "sha256:" + HEX + "00", "sha256:zz" + HEX})
    void refusesAnythingElse(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> CaFingerprint.parse(text));
    }

    @Test
    void differsBetweenAuthorities() {
        assertThat(CaFingerprint.of(new TestCa().certificate()))
                .isNotEqualTo(CaFingerprint.of(new TestCa().certificate()));
    }
}
