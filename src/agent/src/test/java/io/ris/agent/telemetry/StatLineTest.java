package io.ris.agent.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.ris.agent.host.Cursor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StatLineTest {

    private static final String REST =
            " S 17 42 42 34816 42 4194304 5 6 7 8 30 12 200 300 20 0 3 0 98765 1048576 512 18446744073709551615 1\n";

    @Test
    void readsEachFieldFromItsPlace() {
        assertThat(StatLine.of(Cursor.of("42 (bash)" + REST)))
                .contains(new StatLine("bash", "S", 17, false, 42, 3, 98765, 512));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", "a) R 1 (b", "((", "))", ")", "(", "", "two\nlines", "tab\there", "日本", "1 (x) S 3"})
    void aNameMayHoldAnything(String name) {
        assertThat(StatLine.of(Cursor.of("42 (" + name + ")" + REST)))
                .contains(new StatLine(name, "S", 17, false, 42, 3, 98765, 512));
    }

    @Test
    void tellsThreadsOfTheKernelFromPrograms() {
        String thread = "2 (kthreadd) S 0 0 0 0 -1 2129984 0 0 0 0 0 1 0 0 20 0 1 0 5 0 0 18446744073709551615 0";
        assertThat(StatLine.of(Cursor.of(thread)).orElseThrow().isKernelThread())
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "42", "42 (bash", "42 (bash)", "42 (bash) S 17 42", "42 bash S 17 42"})
    void whatIsCutOffIsNoLine(String line) {
        assertThat(StatLine.of(Cursor.of(line))).isEmpty();
    }
}
