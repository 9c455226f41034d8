package io.ris.hub.audit;

import io.ris.hub.audit.chain.ChainWriters;
import io.ris.hub.audit.chain.Checkpoints;
import io.ris.hub.audit.chain.Spool;
import io.ris.hub.platform.HubService;
import io.ris.hub.platform.health.HealthDetail;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Says whether the audit trail can be written. The hub is ready also when it cannot: what changes nothing goes on.
 */
@HubService
@Readiness
public class AuditHealth implements HealthCheck {

    private final ChainWriters chains;
    private final Spool spool;
    private final Checkpoints checkpoints;
    private final HealthDetail detail;

    @Inject
    public AuditHealth(ChainWriters chains, Spool spool, Checkpoints checkpoints, HealthDetail detail) {
        this.chains = chains;
        this.spool = spool;
        this.checkpoints = checkpoints;
        this.detail = detail;
    }

    @Override
    public HealthCheckResponse call() {
        return detail.check("audit", response -> response.withData(
                        "writable", chains.failing().isEmpty())
                .withData("waiting", spool.size())
                .withData("damaged_checkpoints", checkpoints.damaged()));
    }
}
