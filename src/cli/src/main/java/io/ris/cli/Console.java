package io.ris.cli;

import com.fasterxml.jackson.databind.JsonNode;
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

    /** A line of the result that says one thing by its name. */
    public void field(String name, String value) {
        result(Printable.line(String.format("%-18s%s", name, value)));
    }

    /** A line about what is going on, or wrong. */
    public void note(String line) {
        err.println(Printable.text(line));
        err.flush();
    }

    /** A result for programs: one document, which nothing else may follow. */
    public void document(JsonNode json) {
        result(json.toString()); // what is not printable stands in texts, where JSON has the same escapes
    }

    /** A result that is too large to be held in memory. */
    public void copy(Reader text) throws IOException {
        text.transferTo(out);
        out.flush();
    }
}
