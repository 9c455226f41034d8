package io.ris.hub.tasks;

import io.ris.hub.platform.HubService;
import io.ris.hub.platform.health.HealthDetail;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready once the lanes are rebuilt from the store; tells how full they are. */
@HubService
@Readiness
public class TasksHealth implements HealthCheck {

    private final AgentLanes lanes;
    private final TaskSweeper sweeper;
    private final HealthDetail detail;

    @Inject
    TasksHealth(AgentLanes lanes, TaskSweeper sweeper, HealthDetail detail) {
        this.lanes = lanes;
        this.sweeper = sweeper;
        this.detail = detail;
    }

    @Override
    public HealthCheckResponse call() {
        return detail.check("tasks", response -> {
            if (!sweeper.hasRebuilt()) {
                throw new IllegalStateException("the lanes are being rebuilt");
            }
            response.withData("waiting", lanes.waiting()).withData("in_flight", lanes.inFlight());
        });
    }
}
