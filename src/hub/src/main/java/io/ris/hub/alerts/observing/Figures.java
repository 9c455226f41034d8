package io.ris.hub.alerts.observing;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** Figures for people. */
final class Figures {

    private Figures() {}

    /** With two digits after the point at the most, and none for nothing. */
    static String text(double figure) {
        return Double.isFinite(figure)
                ? BigDecimal.valueOf(figure)
                        .setScale(2, RoundingMode.HALF_UP)
                        .stripTrailingZeros()
                        .toPlainString()
                : Double.toString(figure);
    }
}
