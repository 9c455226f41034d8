package io.ris.hub.monitoring;

import java.time.Instant;
import java.util.Map;

/**
 * The figures in an agent's report.
 *
 * @param receivedAt when the hub got it
 * @param host by name, such as {@code cpu_usage} and {@code memory_usage} in percent, {@code load1}; what the report does not say is
 *     not in it
 * @param containers by container id, each by name, such as {@code cpu_percent} and {@code memory_usage_mb}
 */
public record AgentMetrics(
        String agentId,
        String hostname,
        Instant receivedAt,
        Map<String, Double> host,
        Map<String, Map<String, Double>> containers) {

    public AgentMetrics {
        host = Map.copyOf(host);
        containers = Map.copyOf(containers);
    }
}
