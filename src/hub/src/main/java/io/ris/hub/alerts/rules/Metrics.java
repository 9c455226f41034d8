package io.ris.hub.alerts.rules;

import java.util.Set;

/** The names of figures that reports hold. */
final class Metrics {

    static final Set<String> OF_HOSTS = Set.of(
            "cpu_usage",
            "memory_usage",
            "memory_used_mb",
            "memory_total_mb",
            "load1",
            "load5",
            "load15",
            "processes",
            "containers",
            "connections");

    static final Set<String> OF_CONTAINERS =
            Set.of("cpu_percent", "memory_usage_mb", "memory_percent", "network_rx_mb", "network_tx_mb");

    private Metrics() {}
}
