package io.ris.it;

import java.util.Locale;

/** Measured values, told in the build's log and never asserted: the machine of the moment decides them. */
final class Figures {

    private Figures() {}

    @SuppressWarnings("SystemOut") // the reader of a build looks for these lines
    static void tell(String what, double value, String unit) {
        System.out.println(String.format(Locale.ROOT, "figure: %s %.1f %s", what, value, unit));
    }
}
