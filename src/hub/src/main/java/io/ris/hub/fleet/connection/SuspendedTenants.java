package io.ris.hub.fleet.connection;

import io.ris.hub.platform.HubService;
import io.ris.hub.platform.RepeatedWork;
import io.ris.hub.platform.StartupOrder;
import io.ris.hub.platform.TenantCode;
import io.ris.hub.tenancy.TenantService;
import io.ris.protocol.HubFrame;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Sends agents away whose tenant does not work, and says when it is worth coming back. Thread-safe. */
@HubService
class SuspendedTenants {

    private static final Duration INTERVAL = Duration.ofSeconds(1);
    private static final Duration LONGEST_DELAY = Duration.ofMinutes(1);
    private static final int CLOSE_TRY_LATER = 1013;

    private final ConnectionRegistry connections;
    private final TenantService tenants;
    private final RepeatedWork repeated;
    private final Duration comeBack;

    @Inject
    SuspendedTenants(
            ConnectionRegistry connections,
            TenantService tenants,
            RepeatedWork repeated,
            @ConfigProperty(name = "client_management.reconnection_policy.max_delay") Duration maxDelay) {
        this.connections = connections;
        this.tenants = tenants;
        this.repeated = repeated;
        this.comeBack = maxDelay.compareTo(LONGEST_DELAY) < 0 ? maxDelay : LONGEST_DELAY;
    }

    void begin(@Observes @Priority(StartupOrder.FLEET) Startup startup) {
        repeated.every(INTERVAL, "sending agents of suspended tenants away", this::sendAway);
    }

    /** When an agent of a tenant that does not work should try again. */
    Duration comeBack() {
        return comeBack;
    }

    private void sendAway() {
        Map<TenantCode, Boolean> atWork = new HashMap<>();
        for (AgentConnection connection : connections.all()) {
            if (!atWork.computeIfAbsent(connection.agent().tenant(), tenant -> tenants.findActive(tenant)
                    .isPresent())) {
                connection.dismiss(new HubFrame.Goodbye(spread(), "tenant_suspended"), CLOSE_TRY_LATER);
            }
        }
    }

    /** Not all at the same moment. */
    private Duration spread() {
        long most = comeBack.toMillis();
        return Duration.ofMillis(most / 2 + ThreadLocalRandom.current().nextLong(most / 2 + 1));
    }
}
