package io.ris.hub.fleet;

import io.ris.hub.fleet.connection.ConnectionRegistry;
import io.ris.hub.platform.HubService;
import io.ris.hub.platform.cluster.NodeLeases;
import io.ris.hub.platform.health.HealthDetail;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready while this node may speak to agents. */
@HubService
@Readiness
public class ClientsHealth implements HealthCheck {

    private final ConnectionRegistry connections;
    private final NodeLeases lease;
    private final HealthDetail detail;

    @Inject
    public ClientsHealth(ConnectionRegistry connections, NodeLeases lease, HealthDetail detail) {
        this.connections = connections;
        this.lease = lease;
        this.detail = detail;
    }

    @Override
    public HealthCheckResponse call() {
        return detail.check("clients", response -> {
            if (!lease.isHeld()) {
                throw new IllegalStateException("this node's lease has run out");
            }
            response.withData("connected", connections.size());
        });
    }
}
