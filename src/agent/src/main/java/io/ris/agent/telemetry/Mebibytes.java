package io.ris.agent.telemetry;

/** Sizes as reports tell them. */
final class Mebibytes {

    private static final double BYTES = 1024 * 1024;

    private Mebibytes() {}

    /** In hundredths: more digits only make a report longer. */
    static double of(long bytes) {
        return Math.round(bytes / BYTES * 100) / 100.0;
    }

    static double ofKibibytes(long kibibytes) {
        return of(kibibytes * 1024);
    }
}
