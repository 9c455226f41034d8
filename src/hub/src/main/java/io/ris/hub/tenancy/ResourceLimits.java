package io.ris.hub.tenancy;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.PositiveOrZero;
import org.jspecify.annotations.Nullable;

/**
 * How much a tenant may use (seed 000, "Tenant Model"); 0 for as much as it likes.
 *
 * @param maxClients agents
 * @param maxTasks tasks that have not ended
 * @param maxStorageGb what its database holds, in units of 2^30 bytes
 * @param maxBandwidthMbs what its agents send and its requests are answered, in units of 10^6 bytes a second on each node
 */
public record ResourceLimits(
        @PositiveOrZero @Max(1_000_000) @Nullable Integer maxClients,

        @PositiveOrZero @Max(10_000_000) @Nullable Integer maxTasks,

        @PositiveOrZero @Max(1_000_000) @Nullable Integer maxStorageGb,

        @PositiveOrZero @Max(100_000) @Nullable Integer maxBandwidthMbs) {

    static final ResourceLimits NONE = new ResourceLimits(0, 0, 0, 0);

    /** These, and of others what is not said here. */
    ResourceLimits over(ResourceLimits others) {
        return new ResourceLimits(
                maxClients == null ? others.maxClients : maxClients,
                maxTasks == null ? others.maxTasks : maxTasks,
                maxStorageGb == null ? others.maxStorageGb : maxStorageGb,
                maxBandwidthMbs == null ? others.maxBandwidthMbs : maxBandwidthMbs);
    }
}
