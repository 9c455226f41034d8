package io.ris.bench;

/**
 * When the tasks of a load are due.
 *
 * @param perSecond how many are due each second, whether the hub keeps up or not; 0 for each as soon as a place is free
 */
record Pace(int perSecond) {

    /** As fast as the places allow. */
    static final Pace UNLIMITED = new Pace(0);

    private static final long SECOND = 1_000_000_000L;

    Pace {
        if (perSecond < 0) {
            throw new IllegalArgumentException("a rate must not be negative");
        }
    }

    /**
     * When a task is due, in nanoseconds after the start of the load. Latency counts from then on, so that a hub that
     * falls behind cannot hide it by being asked less.
     *
     * @param now nanoseconds since the start of the load
     */
    long due(int index, long now) {
        return perSecond == 0 ? now : index * SECOND / perSecond;
    }
}
