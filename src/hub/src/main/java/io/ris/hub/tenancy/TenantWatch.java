package io.ris.hub.tenancy;

import io.ris.hub.platform.HubService;
import io.ris.hub.platform.RepeatedWork;
import io.ris.hub.platform.StartupOrder;
import io.ris.hub.platform.TenantCode;
import io.ris.hub.platform.persistence.Store;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** Notices what other nodes change of tenants, and has this node forget what was true before. Thread-safe. */
@HubService
class TenantWatch {

    private static final Duration INTERVAL = Duration.ofSeconds(2);

    private final TenantRepository tenants;
    private final TenantContexts contexts;
    private final Store store;
    private final RepeatedWork repeated;
    private Map<TenantCode, TenantRepository.Mark> known = Map.of();

    @Inject
    TenantWatch(TenantRepository tenants, TenantContexts contexts, Store store, RepeatedWork repeated) {
        this.tenants = tenants;
        this.contexts = contexts;
        this.store = store;
        this.repeated = repeated;
    }

    void begin(@Observes @Priority(StartupOrder.TENANTS + 1) Startup startup) {
        repeated.every(INTERVAL, "watching tenants", this::look);
    }

    synchronized void look() {
        Map<TenantCode, TenantRepository.Mark> present = tenants.marks();
        Map<TenantCode, TenantRepository.Mark> changed = new HashMap<>(present);
        known.forEach(changed::remove);
        changed.forEach((code, mark) -> {
            contexts.forget(code);
            if (mark.status() == TenantStatus.DELETED) {
                store.close(code);
            }
        });
        known = present;
    }
}
