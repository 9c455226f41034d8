package io.ris.hub.platform.health;

import io.ris.hub.platform.HubService;
import io.ris.hub.platform.messaging.WakeUps;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready while the messaging engine takes connections. */
@HubService
@Readiness
public class QueueHealth implements HealthCheck {

    private final WakeUps wakeUps;
    private final HealthDetail detail;

    @Inject
    public QueueHealth(WakeUps wakeUps, HealthDetail detail) {
        this.wakeUps = wakeUps;
        this.detail = detail;
    }

    @Override
    public HealthCheckResponse call() {
        return detail.check("queue", response -> wakeUps.probe());
    }
}
