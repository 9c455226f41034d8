package io.ris.hub.platform.health;

import io.ris.hub.platform.HubService;
import jakarta.inject.Inject;
import java.util.function.Consumer;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;

/** The shape of all health checks: up unless the question throws; details only where the hub is set to tell them. */
@HubService
public class HealthDetail {

    private static final System.Logger LOG = System.getLogger(HealthDetail.class.getName());

    private final boolean detailed;

    @Inject
    public HealthDetail(@ConfigProperty(name = "monitoring.health_check.detailed") boolean detailed) {
        this.detailed = detailed;
    }

    /**
     * Asks, and answers.
     *
     * @param name of the check
     * @param question adds what it finds; throws where the thing is down
     */
    public HealthCheckResponse check(String name, Consumer<HealthCheckResponseBuilder> question) {
        HealthCheckResponseBuilder found = HealthCheckResponse.named(name);
        try {
            question.accept(found);
            return detailed ? found.up().build() : HealthCheckResponse.up(name);
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.WARNING, "health check {0}: {1}", name, e.toString());
            return HealthCheckResponse.down(name);
        }
    }
}
