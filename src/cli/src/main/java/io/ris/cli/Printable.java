package io.ris.cli;

import java.util.Locale;

/** Texts of strangers on a terminal: what would move its cursor, change its state or hide text is shown as {@code \}{@code u001b}. */
public final class Printable {

    private Printable() {}

    /** One line, whatever the text holds. */
    public static String line(String text) {
        return escape(text, "");
    }

    /** A text that may have several lines. */
    static String text(String text) {
        return escape(text, "\n\t");
    }

    private static String escape(String text, String kept) {
        if (text.codePoints().noneMatch(character -> isEscaped(character, kept))) {
            return text;
        }
        StringBuilder shown = new StringBuilder();
        text.codePoints().forEach(character -> {
            if (isEscaped(character, kept)) {
                for (char unit : Character.toChars(character)) {
                    shown.append(String.format(Locale.ROOT, "\\u%04x", (int) unit));
                }
            } else {
                shown.appendCodePoint(character);
            }
        });
        return shown.toString();
    }

    private static boolean isEscaped(int character, String kept) {
        return switch (Character.getType(character)) {
            case Character.CONTROL -> kept.indexOf(character) < 0;
            case Character.FORMAT, Character.SURROGATE, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> true;
            default -> false;
        };
    }
}
