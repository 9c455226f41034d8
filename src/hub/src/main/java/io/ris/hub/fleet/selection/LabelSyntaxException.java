package io.ris.hub.fleet.selection;

/** An expression that cannot be read, and where. */
public final class LabelSyntaxException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    LabelSyntaxException(int position, String expected) {
        super("at position " + position + ": " + expected);
    }
}
