package io.ris.hub.platform.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EncodedAddressTest {

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '\'',
            value = {
                "metric=cpu_usage>50, metric=cpu_usage%3E50",
                "x=%zz, x=%25zz",
                "x=%, x=%25",
                "x=%4, x=%254",
                "x=a b, x=a%20b",
                "x[0]={|}, x%5B0%5D=%7B%7C%7D"
            })
    void encodesWhatMayNotBeThere(String text, String encoded) {
        assertThat(EncodedAddress.encoded(text)).isEqualTo(encoded);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a=b&c=d+e", "x=%3E%25", "/api/v1/query/nodes/a%20b;v=1", "x=é/?:@!$'()*,-._~"})
    void leavesWhatIsAsItShouldBe(String text) {
        assertThat(EncodedAddress.encoded(text)).isEqualTo(text);
    }

    @Test
    void afterwardsEveryCharacterCanBeRead() {
        StringBuilder all = new StringBuilder();
        for (char character = 1; character < 0x80; character++) {
            all.append(character == '#' || character == '+' ? 'x' : character);
        }
        String encoded = EncodedAddress.encoded(all.toString());
        assertThatNoException().isThrownBy(() -> URI.create("https://hub/?x=" + encoded));
        assertThat(URLDecoder.decode(encoded, StandardCharsets.UTF_8)).isEqualTo(all.toString());
    }
}
