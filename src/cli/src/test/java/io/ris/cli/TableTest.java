package io.ris.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class TableTest {

    private final StringWriter out = new StringWriter();
    private final Console console = new Console(new PrintWriter(out), new PrintWriter(new StringWriter()));

    @Test
    void makesEachColumnAsWideAsItsWidestCell() {
        Table table = new Table("ID", "NAME");
        table.row("1", "\u00fcber");
        table.row("100", "");
        table.print(console);
        assertThat(out).hasToString("ID   NAME\n1    \u00fcber\n100  -\n");
    }

    @Test
    void letsNoCellSpoilTheTerminal() {
        Table table = new Table("NAME");
        table.row("a\nb\u001b[2J");
        table.print(console);
        assertThat(out).hasToString("NAME\na\\u000ab\\u001b[2J\n");
    }
}
