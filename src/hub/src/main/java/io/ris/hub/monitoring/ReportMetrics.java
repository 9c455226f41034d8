package io.ris.hub.monitoring;

import io.ris.protocol.report.DockerInfo;
import io.ris.protocol.report.HostInfo;
import io.ris.protocol.report.Report;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Which figures a report has, and under which names. */
public final class ReportMetrics {

    /** Those of a host. A new one goes to the end: files hold places in this list. */
    public static final List<String> OF_HOSTS = List.of(
            "cpu_usage",
            "memory_usage",
            "memory_total_mb",
            "memory_used_mb",
            "memory_free_mb",
            "memory_available_mb",
            "load1",
            "load5",
            "load15",
            "processes",
            "containers",
            "connections");

    /** Those of a container. A new one goes to the end: files hold places in this list. */
    public static final List<String> OF_CONTAINERS = List.of(
            "cpu_percent", "memory_usage_mb", "memory_limit_mb", "memory_percent", "network_rx_mb", "network_tx_mb");

    private ReportMetrics() {}

    /** The figures of a report. */
    public static AgentMetrics of(String agentId, Report report, Instant receivedAt) {
        Map<String, Double> host = new HashMap<>();
        if (report.hostInfo() != null) {
            put(host, report.hostInfo());
        }
        if (report.processesInfo() != null) {
            host.put("processes", (double) report.processesInfo().totalProcesses());
        }
        if (report.networkInfo() != null) {
            host.put("connections", (double) report.networkInfo().totalConnections());
        }
        Map<String, Map<String, Double>> containers = new LinkedHashMap<>();
        if (report.dockerInfo() != null) {
            host.put("containers", (double) report.dockerInfo().totalContainers());
            report.dockerInfo().containers().stream()
                    .filter(container -> container.stats() != null)
                    .forEach(container -> containers.put(container.id(), figures(container.stats())));
        }
        return new AgentMetrics(agentId, report.hostname(), receivedAt, host, containers);
    }

    private static void put(Map<String, Double> host, HostInfo info) {
        if (info.cpuInfo() != null) {
            host.put("cpu_usage", info.cpuInfo().usage());
        }
        if (info.memoryInfo() != null) {
            host.put("memory_usage", info.memoryInfo().usage());
            host.put("memory_total_mb", info.memoryInfo().totalMb());
            host.put("memory_used_mb", info.memoryInfo().usedMb());
            host.put("memory_free_mb", info.memoryInfo().freeMb());
            host.put("memory_available_mb", info.memoryInfo().availableMb());
        }
        if (info.loadAverage() != null) {
            host.put("load1", info.loadAverage().load1());
            host.put("load5", info.loadAverage().load5());
            host.put("load15", info.loadAverage().load15());
        }
    }

    private static Map<String, Double> figures(DockerInfo.Stats stats) {
        return Map.of(
                "cpu_percent", stats.cpuPercent(),
                "memory_usage_mb", stats.memoryUsageMb(),
                "memory_limit_mb", stats.memoryLimitMb(),
                "memory_percent", stats.memoryPercent(),
                "network_rx_mb", stats.networkRxMb(),
                "network_tx_mb", stats.networkTxMb());
    }
}
