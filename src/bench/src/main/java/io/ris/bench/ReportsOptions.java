package io.ris.bench;

import java.net.URI;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of {@code ris bench reports}. */
final class ReportsOptions {

    /** What is measured. */
    enum Phase {
        REPORTS,
        STATS,
        TOPOLOGY,
        MIXED,
        LARGE
    }

    @Option(names = "--agents", defaultValue = "100", description = "Agents that report (${DEFAULT-VALUE})")
    private int agents;

    @Option(
            names = "--variants",
            defaultValue = "8",
            description = "Reports that are prepared for each agent (${DEFAULT-VALUE})")
    private int variants;

    @Option(names = "--connections", defaultValue = "8", description = "Of the reporting agents (${DEFAULT-VALUE})")
    private int connections;

    @Option(names = "--readers", defaultValue = "4", description = "Connections of readers (${DEFAULT-VALUE})")
    private int readers;

    @Option(
            names = "--duration",
            defaultValue = "20s",
            converter = DurationText.class,
            description = "Of a run of reports (${DEFAULT-VALUE})")
    private Duration duration = Duration.ZERO;

    @Option(
            names = "--read-duration",
            defaultValue = "5s",
            converter = DurationText.class,
            description = "Of a run of reads (${DEFAULT-VALUE})")
    private Duration readDuration = Duration.ZERO;

    @Option(
            names = "--warm-up",
            defaultValue = "20s",
            converter = DurationText.class,
            description = "Before the runs of reports; a quarter of it before those of reads (${DEFAULT-VALUE})")
    private Duration warmUp = Duration.ZERO;

    @Option(names = "--runs", defaultValue = "5", description = "Runs, of which the median is told (${DEFAULT-VALUE})")
    private int runs;

    @Option(
            names = "--pace",
            defaultValue = "500",
            description = "Reports per second while somebody reads (${DEFAULT-VALUE})")
    private int pace;

    @Option(
            names = "--large-agents",
            defaultValue = "100",
            description = "Agents of the phase large, of 100 nodes and 200 edges each (${DEFAULT-VALUE})")
    private int largeAgents;

    @Option(
            names = "--phases",
            split = ",",
            defaultValue = "reports,stats,topology,mixed,large",
            description = "What to measure: ${COMPLETION-CANDIDATES} (${DEFAULT-VALUE})")
    private Set<Phase> phases = EnumSet.allOf(Phase.class);

    @Option(names = "--tls", description = "By the listener with TLS, in place of the plain one")
    private boolean tls;

    @Option(
            names = "--plain",
            paramLabel = "URL",
            description = "The plain listener of a hub that runs already, such as http://localhost:8080")
    private @Nullable URI plain;

    int agents() {
        return agents;
    }

    int variants() {
        return variants;
    }

    int connections() {
        return connections;
    }

    int readers() {
        return readers;
    }

    Duration duration() {
        return duration;
    }

    Duration readDuration() {
        return readDuration;
    }

    Duration warmUp() {
        return warmUp;
    }

    int runs() {
        return runs;
    }

    Pace pace() {
        return new Pace(pace);
    }

    int largeAgents() {
        return largeAgents;
    }

    boolean measures(Phase phase) {
        return phases.contains(phase);
    }

    boolean isTls() {
        return tls;
    }

    @Nullable
    URI plain() {
        return plain;
    }
}
