package io.ris.hub.alerts.life;

import io.ris.hub.platform.HubService;
import jakarta.inject.Inject;
import java.time.Duration;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.eclipse.microprofile.metrics.Tag;

/** What is counted of alerts. Labels have few values: never a rule or a client. */
@HubService
public class AlertMetrics {

    private final MetricRegistry registry;

    @Inject
    AlertMetrics(MetricRegistry registry) {
        this.registry = registry;
    }

    /** A step was taken. */
    void stepped(Alert alert, AlertState before) {
        if (alert.state() == AlertState.FIRING && before == AlertState.PENDING) {
            registry.counter(
                            "ris_alerts_fired_total",
                            new Tag("severity", alert.cause().severity().wireName()))
                    .inc();
        }
        Resolution how = alert.resolution();
        if (how != null && before != AlertState.RESOLVED) {
            registry.counter("ris_alerts_resolved_total", new Tag("resolution", how.wireName()))
                    .inc();
        }
    }

    /** A rule could not be looked at this time. */
    public void failed() {
        registry.counter("ris_alert_rules_failed_total").inc();
    }

    /** All rules of a tenant were looked at. */
    public void evaluated(Duration duration) {
        registry.timer("ris_alert_evaluation").update(duration);
    }
}
