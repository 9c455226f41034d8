package io.ris.hub.tenancy;

import io.ris.hub.platform.HubService;
import io.ris.hub.platform.TenantCode;
import io.ris.hub.platform.web.Traffic;
import jakarta.inject.Inject;
import java.time.Duration;

/** Meters what tenants move, and keeps them within their bandwidth. Thread-safe. */
@HubService
public class TenantTraffic implements Traffic {

    private final UsageMeter meter;
    private final Bandwidth bandwidth;

    @Inject
    TenantTraffic(UsageMeter meter, Bandwidth bandwidth) {
        this.meter = meter;
        this.bandwidth = bandwidth;
    }

    @Override
    public Duration answered(TenantCode tenant, long bytes) {
        meter.answered(tenant, bytes);
        return bandwidth.spend(tenant, bytes);
    }

    /**
     * Counts what an agent has sent.
     *
     * @return how long to wait before it is asked for more; zero where there is no need
     */
    public Duration received(TenantCode tenant, long bytes) {
        meter.received(tenant, bytes);
        return bandwidth.spend(tenant, bytes);
    }
}
