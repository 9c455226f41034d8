package io.ris.hub.tenancy;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a tenant uses.
 *
 * @param clients agents
 * @param tasksActive tasks that have not ended
 * @param tasksToday tasks submitted since midnight UTC
 * @param storageBytes what its database holds
 * @param bytesInToday what its agents have sent since midnight UTC
 * @param bytesOutToday what its requests were answered since midnight UTC
 * @param since midnight UTC
 * @param limits what it may use; 0 for as much as it likes
 */
public record UsageView(
        String code,
        @Nullable Long clients,
        @Nullable Long tasksActive,
        long tasksToday,
        long storageBytes,
        long bytesInToday,
        long bytesOutToday,
        Instant since,
        ResourceLimits limits) {}
