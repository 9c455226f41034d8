package io.ris.hub.monitoring.timeseries;

import java.time.Duration;

/**
 * How much is kept of what is reported.
 *
 * @param maxAge of a point
 * @param resolution length of a step; zero where every report is a point
 * @param maxMemory bytes of the places of all points
 * @param maxDisk bytes of all files of points
 * @param maxAgents agents that this node knows reports of
 */
record SeriesLimits(Duration maxAge, Duration resolution, long maxMemory, long maxDisk, int maxAgents) {

    /** The step that a moment is in. */
    long step(long millis) {
        return Math.floorDiv(millis, resolution.toMillis());
    }

    boolean isSameStep(long one, long other) {
        return !resolution.isZero() && step(one) == step(other);
    }
}
