package io.ris.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {

    record Figures(double share, @Nullable Double limit) {}

    private static Figures read(String json) throws JsonProcessingException {
        return Json.strict().treeToValue(Json.strict().readTree(json.replace('\'', '"')), Figures.class);
    }

    @Test
    void numbersAreReadAsTheyAreWritten() throws JsonProcessingException {
        assertThat(read("{'share':0.5,'limit':7}")).isEqualTo(new Figures(0.5, 7.0));
        assertThat(read("{'share':-1e3}")).isEqualTo(new Figures(-1000, null));
        assertThat(read("{'share':1,'limit':null}")).isEqualTo(new Figures(1, null));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'share':%s}",
                "{'share':1,'limit':%s}",
            })
    void whatIsNoNumberIsNotTakenForOne(String json) {
        for (String value : new String[] {
            "'NaN'", "'Infinity'", "'-Infinity'", "'INF'", "''", "'1'", "1e999", "-1e999", "true", "[]"
        }) {
            assertThatExceptionOfType(JsonMappingException.class)
                    .as(value)
                    .isThrownBy(() -> read(json.formatted(value)))
                    .satisfies(fault -> assertThat(fault.getPath()).hasSize(1));
        }
    }

    @Test
    void whatMustBeANumberIsOne() {
        assertThatExceptionOfType(JsonMappingException.class).isThrownBy(() -> read("{'share':null}"));
        assertThatExceptionOfType(JsonMappingException.class).isThrownBy(() -> read("{}"));
    }
}
