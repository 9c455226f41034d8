package io.ris.agent.host;

/** Shares as reports tell them. */
public final class Percent {

    private Percent() {}

    /** From 0 to 100, in tenths; 0 of nothing. */
    public static double of(long part, long whole) {
        if (whole <= 0) {
            return 0;
        }
        return Math.round(Math.clamp(100.0 * part / whole, 0, 100) * 10) / 10.0;
    }
}
