package io.ris.hub.platform.web;

import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Lines of comma-separated values (RFC 4180). */
public final class Csv {

    /** The media type of such a document. */
    public static final String MEDIA_TYPE = "text/csv";

    private static final Pattern NUMBER = Pattern.compile("-\\d{1,400}(\\.\\d{1,400})?(E-?\\d{1,3})?");

    private Csv() {}

    /** One line, with its end; null is an empty cell. */
    public static String line(@Nullable String... cells) {
        return Arrays.stream(cells).map(Csv::cell).collect(Collectors.joining(",")) + "\r\n";
    }

    /** A cell is a number or no formula: spreadsheets compute what begins like one, and others chose these texts. */
    static String cell(@Nullable String text) {
        if (text == null || text.isEmpty()) {
            return "";
        }
        boolean isFormula = "=+-@\t\r\n".indexOf(text.charAt(0)) >= 0
                && !NUMBER.matcher(text).matches();
        String harmless = isFormula ? "'" + text : text;
        return harmless.chars().anyMatch(character -> ",\"\r\n;\t".indexOf(character) >= 0)
                ? '"' + harmless.replace("\"", "\"\"") + '"'
                : harmless;
    }
}
