package io.ris.hub.identity.mfa;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.bouncycastle.util.encoders.Base32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TotpTest {

    private static final byte[] SECRET = "12345678901234567890".getBytes(StandardCharsets.US_ASCII);

    /** RFC 6238, appendix B, SHA-1: the last six of eight digits. */
    @ParameterizedTest
    @CsvSource({
        "59, 287082",
        "1111111109, 081804",
        "1111111111, 050471",
        "1234567890, 005924",
        "2000000000, 279037",
        "20000000000, 353130"
    })
    void makesTheCodesOfTheStandard(long seconds, String code) {
        assertThat(Totp.code(SECRET, Totp.step(Instant.ofEpochSecond(seconds)))).isEqualTo(code);
    }

    /** {@code oathtool --totp --base32 --now "2026-11-21 10:00:00 UTC" JBSWY3DPEHPK3PXP} is of the same period throughout. */
    @Test
    void aCodeHoldsForHalfAMinute() {
        byte[] secret = Base32.decode("JBSWY3DPEHPK3PXP");
        Instant begin = Instant.parse("2026-11-21T10:00:00Z");
        String code = Totp.code(secret, Totp.step(begin));
        assertThat(Totp.code(secret, Totp.step(begin.plusSeconds(29)))).isEqualTo(code);
        assertThat(Totp.code(secret, Totp.step(begin.plusSeconds(30)))).isNotEqualTo(code);
    }
}
