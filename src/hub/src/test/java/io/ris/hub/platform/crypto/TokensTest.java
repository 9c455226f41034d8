package io.ris.hub.platform.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TokensTest {

    @Test
    void aTokenHas256BitsAndFitsIntoAUrl() {
        String token = Tokens.random();
        assertThat(Base64.getUrlDecoder().decode(token)).hasSize(32);
        assertThat(token).matches("[A-Za-z0-9_-]{43}");
    }

    @Test
    void noTwoTokensAreEqual() {
        assertThat(IntStream.range(0, 10_000).mapToObj(i -> Tokens.random())).doesNotHaveDuplicates();
    }

    /** FIPS 180-4's own example. */
    @Test
    void hashesWithSha256() {
        assertThat(Tokens.hash("abc")).isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }
}
