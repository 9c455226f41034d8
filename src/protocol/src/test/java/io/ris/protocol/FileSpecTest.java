package io.ris.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FileSpecTest {

    private static FileSpec read(String fields) throws JsonProcessingException {
        return (FileSpec) Json.strict().readValue("{\"type\":\"file\"," + fields + "}", TaskSpec.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"path\":\"/a\"|action",
                "\"action\":\"move\",\"path\":\"/a\"|action",
                "\"action\":\"pull\"|path",
                "\"action\":\"pull\",\"path\":\"a\"|path",
                "\"action\":\"pull\",\"path\":\"/a/../b\"|path",
                "\"action\":\"pull\",\"path\":\"/a//b\"|path",
                "\"action\":\"pull\",\"path\":\"/a/\"|path",
                "\"action\":\"pull\",\"path\":\"/\"|path",
                "\"action\":\"pull\",\"path\":\"/a\\u0000\"|path",
                "\"action\":\"pull\",\"path\":\"/a\",\"max_size\":67108865|max_size",
                "\"action\":\"pull\",\"path\":\"/a\",\"content\":\"x\"|content",
                "\"action\":\"pull\",\"path\":\"/a\",\"mode\":\"644\"|mode",
                "\"action\":\"pull\",\"path\":\"/a\",\"sha256\":\"abc\"|sha256",
                "\"action\":\"push\",\"path\":\"/a\"|content",
                "\"action\":\"push\",\"path\":\"/a\",\"content\":\"x\",\"max_size\":5|max_size",
                "\"action\":\"push\",\"path\":\"/a\",\"content\":\"x\",\"mode\":\"4755\"|mode",
                "\"action\":\"push\",\"path\":\"/a\",\"content\":\"x\",\"encoding\":\"latin1\"|encoding",
                "\"action\":\"push\",\"path\":\"/a\",\"content\":\"?\",\"encoding\":\"base64\"|content",
            })
    void namesTheFieldThatBreaksARule(String fields, String field) {
        assertThatThrownBy(() -> read(fields))
                .hasRootCauseInstanceOf(SpecException.class)
                .rootCause()
                .isInstanceOfSatisfying(
                        SpecException.class, e -> assertThat(e.field()).isEqualTo(field));
    }

    @Test
    void showsNoContent() throws JsonProcessingException {
        FileSpec spec = read("\"action\":\"push\",\"path\":\"/a\",\"content\":\"Y2FuYXJ5\",\"encoding\":\"base64\"");

        assertThat(new String(spec.bytes(), java.nio.charset.StandardCharsets.UTF_8))
                .isEqualTo("canary");
        assertThat(spec.masked().content()).isEqualTo(HttpAuth.MASK);
        assertThat(spec.toString()).doesNotContain("Y2FuYXJ5");
    }
}
