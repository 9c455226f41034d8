package io.ris.hub.audit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExportFormatTest {

    @ParameterizedTest
    @ValueSource(strings = {"=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"})
    void aCellIsNeverAFormula(String text) {
        assertThat(ExportFormat.cell(text).replace("\"", "")).startsWith("'");
    }

    @Test
    void whatWouldBreakACellIsQuoted() {
        assertThat(ExportFormat.cell("a,b")).isEqualTo("\"a,b\"");
        assertThat(ExportFormat.cell("say \"x\"")).isEqualTo("\"say \"\"x\"\"\"");
        assertThat(ExportFormat.cell("two\r\nlines")).isEqualTo("\"two\r\nlines\"");
        assertThat(ExportFormat.cell("plain")).isEqualTo("plain");
        assertThat(ExportFormat.cell(null)).isEmpty();
    }
}
