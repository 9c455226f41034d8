package io.ris.hub.platform.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CsvTest {

    @ParameterizedTest
    @ValueSource(strings = {"=1+1", "+1", "-1+2", "-1 | x", "@SUM(A1)", "\t=1", "\r=1"})
    void aCellIsNeverAFormula(String text) {
        assertThat(Csv.cell(text).replace("\"", "")).startsWith("'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "-0.0", "-1.0E308", "-1.5E-7", "12"})
    void aNumberIsNoFormula(String text) {
        assertThat(Csv.cell(text)).isEqualTo(text);
    }

    @Test
    void whatWouldBreakACellIsQuoted() {
        assertThat(Csv.cell("a,b")).isEqualTo("\"a,b\"");
        assertThat(Csv.cell("say \"x\"")).isEqualTo("\"say \"\"x\"\"\"");
        assertThat(Csv.cell("two\r\nlines")).isEqualTo("\"two\r\nlines\"");
        assertThat(Csv.cell("plain")).isEqualTo("plain");
        assertThat(Csv.cell(null)).isEmpty();
    }
}
