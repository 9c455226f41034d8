package io.ris.protocol;

import java.util.regex.Pattern;

/** The one shape of ids on the wire: they become file names and document keys, so nothing else may pass. */
final class Ids {

    private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1,64}");

    private Ids() {}

    static void require(String what, String value) {
        if (!ID.matcher(value).matches()) {
            throw new IllegalArgumentException(what + " must be 1 to 64 letters, digits, '-' or '_'");
        }
    }
}
