package io.ris.hub.platform.health;

import io.ris.hub.platform.HubService;
import io.ris.hub.platform.persistence.Store;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import org.eclipse.microprofile.health.Startup;

/** Ready while the store answers. */
@HubService
@Readiness
@Startup
public class DatabaseHealth implements HealthCheck {

    private final Store store;
    private final HealthDetail detail;

    @Inject
    public DatabaseHealth(Store store, HealthDetail detail) {
        this.store = store;
        this.detail = detail;
    }

    @Override
    public HealthCheckResponse call() {
        return detail.check("database", response -> response.withData(
                        "response_time_us", store.ping().toNanos() / 1_000)
                .withData("kind", store.isEmbedded() ? "embedded" : "mongodb"));
    }
}
