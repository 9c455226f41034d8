package io.ris.protocol.report;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One look at a machine.
 *
 * @param agentId who looked
 * @param timestamp when, by the machine's own clock; null where it does not say
 */
public record Report(
        String agentId,
        String hostname,
        @Nullable Instant timestamp,
        @Nullable HostInfo hostInfo,
        @Nullable DockerInfo dockerInfo,
        @Nullable ProcessesInfo processesInfo,
        @Nullable NetworkInfo networkInfo) {

    public Report {
        agentId = Absent.text(agentId);
        hostname = Absent.text(hostname);
    }
}
