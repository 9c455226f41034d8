package io.ris.hub.tenancy;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.f4b6a3.uuid.UuidCreator;
import io.ris.hub.platform.HubException;
import io.ris.hub.platform.HubService;
import io.ris.hub.platform.ProblemType;
import io.ris.hub.platform.StartupOrder;
import io.ris.hub.platform.TenantCode;
import io.ris.hub.platform.TenantScope;
import io.ris.hub.platform.persistence.Migrations;
import io.ris.hub.platform.persistence.Store;
import io.ris.hub.platform.web.TenantDirectory;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Finds and provisions tenants. Thread-safe. */
@HubService
public class TenantService implements TenantDirectory {

    private static final int CACHED_TENANTS = 1_000;

    private final TenantRepository tenants;
    private final Store store;
    private final Migrations migrations;
    private final Clock clock;
    private final TenantCode defaultTenant;
    private final Cache<TenantCode, Tenant> cache = Caffeine.newBuilder()
            .maximumSize(CACHED_TENANTS)
            .expireAfterWrite(Duration.ofSeconds(5))
            .build();

    @Inject
    public TenantService(
            TenantRepository tenants,
            Store store,
            Migrations migrations,
            Clock clock,
            @ConfigProperty(name = "multi_tenant.default_tenant") String defaultTenant) {
        this.tenants = tenants;
        this.store = store;
        this.migrations = migrations;
        this.clock = clock;
        this.defaultTenant = new TenantCode(defaultTenant);
    }

    void migratePlatform(@Observes @Priority(StartupOrder.STORE) Startup startup) {
        migrations.apply("platform", store.platform());
    }

    void openTenants(@Observes @Priority(StartupOrder.TENANTS) Startup startup) {
        if (tenants.find(defaultTenant).isEmpty()) {
            provision(defaultTenant, "Default Tenant");
        }
        all().forEach(tenant -> migrate(tenant.tenantCode()));
    }

    /** The tenant that is meant where a login names none. */
    public TenantCode defaultTenant() {
        return defaultTenant;
    }

    /** A tenant by its code. */
    public Optional<Tenant> find(TenantCode code) {
        Tenant known = cache.getIfPresent(code);
        if (known != null) {
            return Optional.of(known);
        }
        Optional<Tenant> found = tenants.find(code);
        found.ifPresent(tenant -> cache.put(code, tenant));
        return found;
    }

    @Override
    public void requireActive(TenantCode code) {
        if (find(code).filter(Tenant::isActive).isEmpty()) {
            throw new HubException.Refused(ProblemType.TENANT_UNAVAILABLE, "this tenant is not at work");
        }
    }

    /** Every tenant. */
    public List<Tenant> all() {
        return tenants.all();
    }

    private void provision(TenantCode code, String name) {
        tenants.insert(new Tenant(
                UuidCreator.getTimeOrderedEpoch().toString(), code.value(), name, Tenant.ACTIVE, clock.instant()));
    }

    private void migrate(TenantCode code) {
        TenantScope.run(code, () -> migrations.apply("tenant", store.ofTenant()));
    }
}
