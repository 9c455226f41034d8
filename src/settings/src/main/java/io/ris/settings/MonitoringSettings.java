package io.ris.settings;

import static io.ris.settings.Constraint.atLeast;
import static io.ris.settings.Constraint.between;
import static io.ris.settings.Constraint.each;

import java.time.Duration;
import java.util.List;

/** What is observed on machines, and for how long it is kept (seed 004, ServerConfig). */
public final class MonitoringSettings {

    private static final Constraint<Duration> INTERVAL = between(Duration.ofSeconds(1), Duration.ofDays(1));
    private static final Constraint<DataSize> AT_LEAST_1_MB = new Constraint<>(
            "at least 1MB", size -> size.bytes() >= DataSize.ofMegabytes(1).bytes());
    private static final List<String> COLLECTORS = List.of("host", "docker", "process", "network");

    public static final Setting<Boolean> AGENTS_ENABLED = Definition.flag("monitoring.agents.enabled", true)
            .effect(
                    "Whether agents report what they observe of their machines, as far as the machine's own policy lets them.");

    public static final Setting<Duration> AGENTS_REPORT_INTERVAL = Definition.duration(
                    "monitoring.agents.report_interval")
            .allow(between(Duration.ofSeconds(1), Duration.ofHours(1)))
            .defaultsTo(Duration.ofSeconds(15))
            .effect("How often an agent reports; told to each when it connects.");

    public static final Setting<List<String>> AGENTS_COLLECTORS = Definition.list("monitoring.agents.collectors")
            .allow(each("of " + String.join(", ", COLLECTORS), COLLECTORS::contains))
            .defaultsTo(COLLECTORS)
            .effect("What an agent looks at; with none it does not report.");

    public static final Setting<Duration> MAX_DATA_AGE = Definition.duration("monitoring.reports.max_data_age")
            .allow(between(Duration.ofSeconds(1), Duration.ofDays(31)))
            .defaultsTo(Duration.ofHours(1))
            .effect("Age at which reports, and the series made of them, are forgotten.");

    public static final Setting<Duration> RESOLUTION = Definition.duration("monitoring.reports.resolution")
            .allow(between(Duration.ZERO, Duration.ofHours(1)))
            .defaultsTo(Duration.ofSeconds(15))
            .effect("Length of a step of the series, which keep an agent's last report in each; 0 keeps every report.");

    public static final Setting<Duration> CLEANUP_INTERVAL = Definition.duration("monitoring.reports.cleanup_interval")
            .allow(INTERVAL)
            .defaultsTo(Duration.ofMinutes(5))
            .effect("How often files of forgotten reports are removed; nobody is shown them before either.");

    public static final Setting<Duration> STALE_NODE_THRESHOLD = Definition.duration(
                    "monitoring.reports.stale_node_threshold")
            .allow(INTERVAL)
            .defaultsTo(Duration.ofMinutes(5))
            .effect("Silence of an agent after which its host, containers and processes leave the topology.");

    public static final Setting<DataSize> MAX_MEMORY = Definition.size("monitoring.reports.max_memory")
            .allow(AT_LEAST_1_MB)
            .defaultsTo(DataSize.ofMegabytes(256))
            .effect(
                    "Memory for series; beyond it the oldest points are forgotten. A point takes 40 bytes, its report is on disk.");

    public static final Setting<DataSize> MAX_DISK = Definition.size("monitoring.reports.max_disk")
            .allow(AT_LEAST_1_MB)
            .defaultsTo(DataSize.ofMegabytes(4096))
            .effect("Disk for series, in the data directory; beyond it the oldest points are forgotten.");

    public static final Setting<Integer> MAX_AGENTS = Definition.number("monitoring.reports.max_agents")
            .allow(atLeast(1))
            .defaultsTo(10_000)
            .effect("Agents and probes of which a node keeps reports.");

    public static final Setting<Integer> MAX_ELEMENTS = Definition.number("monitoring.topology.max_elements")
            .allow(between(1_000, 10_000_000))
            .defaultsTo(250_000)
            .effect(
                    "Nodes and edges of a tenant's topology; beyond it, of the machines with the most, the hosts alone are"
                            + " shown, with `partial` in their metadata. 1,000 of them take about 1 MB of memory beside their texts.");

    static final List<Setting<?>> ALL = List.of(
            AGENTS_ENABLED,
            AGENTS_REPORT_INTERVAL,
            AGENTS_COLLECTORS,
            MAX_DATA_AGE,
            RESOLUTION,
            CLEANUP_INTERVAL,
            STALE_NODE_THRESHOLD,
            MAX_MEMORY,
            MAX_DISK,
            MAX_AGENTS,
            MAX_ELEMENTS);

    private MonitoringSettings() {}
}
