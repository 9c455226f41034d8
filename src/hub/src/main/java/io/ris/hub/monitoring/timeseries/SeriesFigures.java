package io.ris.hub.monitoring.timeseries;

import java.time.Duration;

/**
 * How much is kept of a tenant's reports.
 *
 * @param agents of which there are points that are not too old
 * @param points that are not too old, whether older ones have been removed or not
 * @param memory bytes of the places of its points
 * @param disk bytes of its files
 * @param maxMemory bytes of memory for all tenants together
 * @param maxDisk bytes of files for all tenants together
 */
public record SeriesFigures(
        int agents,
        long points,
        Duration maxAge,
        Duration resolution,
        long memory,
        long disk,
        long maxMemory,
        long maxDisk) {}
