package io.ris.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class PrintableTest {

    @Test
    void showsWhatWouldMoveTheCursorOrHideText() {
        assertThat(Printable.line("x\r\u001b[2K admin\nnext\u202e\u009b\u2028"))
                .isEqualTo("x\\u000d\\u001b[2K admin\\u000anext\\u202e\\u009b\\u2028");
    }

    @Test
    void leavesTextAlone() {
        assertThat(Printable.line("Jürgen 東京 🚀 \\u001b")).isEqualTo("Jürgen 東京 🚀 \\u001b");
    }

    @Test
    void theConsoleKeepsLinesAndTabsAndNothingElse() {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        Console console = new Console(new PrintWriter(out), new PrintWriter(err));

        console.result("one\n\ttwo\u001b[31m");
        console.note("three\u0007");

        assertThat(out).hasToString("one\n\ttwo\\u001b[31m" + System.lineSeparator());
        assertThat(err).hasToString("three\\u0007" + System.lineSeparator());
    }
}
