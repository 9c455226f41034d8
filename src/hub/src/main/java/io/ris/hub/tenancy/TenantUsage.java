package io.ris.hub.tenancy;

import io.ris.hub.platform.HubService;
import io.ris.hub.platform.TenantScope;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.temporal.ChronoUnit;

/** Puts together what a tenant uses. Thread-safe. */
@HubService
class TenantUsage {

    private final Quotas quotas;
    private final UsageMeter meter;
    private final StorageGauge storage;
    private final Clock clock;

    @Inject
    TenantUsage(Quotas quotas, UsageMeter meter, StorageGauge storage, Clock clock) {
        this.quotas = quotas;
        this.meter = meter;
        this.storage = storage;
        this.clock = clock;
    }

    UsageView of(Tenant tenant) {
        return TenantScope.call(tenant.tenantCode(), () -> {
            UsageMeter.Amount today = meter.today();
            return new UsageView(
                    tenant.tenantCode().value(),
                    quotas.present(Quota.CLIENTS),
                    quotas.present(Quota.TASKS),
                    today.tasks(),
                    storage.bytes(),
                    today.bytesIn(),
                    today.bytesOut(),
                    clock.instant().truncatedTo(ChronoUnit.DAYS),
                    tenant.profile().limits());
        });
    }
}
