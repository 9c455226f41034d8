package io.ris.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.Reader;

/**
 * Where a command speaks to people: results on one stream, progress and faults on the other. Safe for use by several
 * threads; each line is flushed, and none of them does anything to a terminal.
 */
public final class Console {

    private final PrintWriter out;
    private final PrintWriter err;

    /**
     * @param out results
     * @param err progress and faults
     */
    public Console(PrintWriter out, PrintWriter err) {
        this.out = out;
        this.err = err;
    }

    /** A line of the result. */
    public void result(String line) {
        out.println(Printable.text(line));
        out.flush();
    }

    /** A line about what is going on, or wrong. */
    public void note(String line) {
        err.println(Printable.text(line));
        err.flush();
    }

    /** A result that is too large to be held in memory. */
    public void copy(Reader text) throws IOException {
        text.transferTo(out);
        out.flush();
    }
}
