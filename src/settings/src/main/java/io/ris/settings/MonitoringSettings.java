package io.ris.settings;

import static io.ris.settings.Constraint.between;
import static io.ris.settings.Constraint.each;

import java.time.Duration;
import java.util.List;

/** What is observed on machines. */
public final class MonitoringSettings {

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

    static final List<Setting<?>> ALL = List.of(AGENTS_ENABLED, AGENTS_REPORT_INTERVAL, AGENTS_COLLECTORS);

    private MonitoringSettings() {}
}
