package io.ris.hub.fleet.connection;

import io.ris.hub.platform.HubService;
import io.ris.protocol.HubFrame;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/** What this hub wants its agents to report of their machines. The same for all, and as it was at the start. */
@HubService
public class TelemetryWish {

    private final HubFrame.@Nullable Telemetry wish;

    @Inject
    TelemetryWish(
            @ConfigProperty(name = "monitoring.agents.enabled") boolean enabled,
            @ConfigProperty(name = "monitoring.agents.report_interval") Duration interval,
            @ConfigProperty(name = "monitoring.agents.collectors") Optional<List<String>> collectors) {
        this.wish = collectors
                .filter(some -> enabled && !some.isEmpty())
                .map(some -> new HubFrame.Telemetry(interval, some))
                .orElse(null);
    }

    /** As a welcome says it; empty where no reports are wanted. */
    Optional<HubFrame.Telemetry> wish() {
        return Optional.ofNullable(wish);
    }
}
