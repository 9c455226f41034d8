package io.ris.hub.tenancy;

import io.ris.hub.platform.HubService;
import io.ris.hub.platform.RepeatedWork;
import io.ris.hub.platform.StartupOrder;
import io.ris.hub.platform.TenantCode;
import io.ris.hub.platform.persistence.Migrations;
import io.ris.hub.platform.persistence.Store;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Finds tenants, and opens them at start. Thread-safe. */
@HubService
public class TenantService {

    private static final Duration OPENING = Duration.ofSeconds(15);

    private final TenantRepository tenants;
    private final TenantContexts contexts;
    private final TenantProvisioning provisioning;
    private final TenantRounds rounds;
    private final RepeatedWork repeated;
    private final Store store;
    private final Migrations migrations;
    private final TenantCode defaultTenant;

    @Inject
    TenantService(
            TenantRepository tenants,
            TenantContexts contexts,
            TenantProvisioning provisioning,
            TenantRounds rounds,
            RepeatedWork repeated,
            Store store,
            Migrations migrations,
            @ConfigProperty(name = "multi_tenant.default_tenant") String defaultTenant) {
        this.tenants = tenants;
        this.contexts = contexts;
        this.provisioning = provisioning;
        this.rounds = rounds;
        this.repeated = repeated;
        this.store = store;
        this.migrations = migrations;
        this.defaultTenant = new TenantCode(defaultTenant);
    }

    void migratePlatform(@Observes @Priority(StartupOrder.STORE) Startup startup) {
        migrations.apply("platform", store.platform());
    }

    /** A tenant whose own server is away does not keep the hub from starting: it is opened when it is back. */
    void openTenants(@Observes @Priority(StartupOrder.TENANTS) Startup startup) {
        provisioning.provisionDefault(defaultTenant);
        provisioning.open(defaultTenant);
        rounds.forAll("opening", provisioning::open);
        repeated.every(OPENING, "opening tenants", () -> rounds.forAll("opening", provisioning::open));
    }

    /** The tenant that is meant where a login names none. */
    public TenantCode defaultTenant() {
        return defaultTenant;
    }

    /** A tenant that is not deleted, whether it works or not. */
    public Optional<TenantContext> find(TenantCode code) {
        return contexts.find(code);
    }

    /** A tenant at work. */
    public Optional<TenantContext> findActive(TenantCode code) {
        return contexts.find(code).filter(TenantContext::isActive);
    }

    /** @throws io.ris.hub.platform.HubException.Refused if there is none with this code, or it is suspended */
    public void requireActive(TenantCode code) {
        contexts.requireActive(code);
    }

    /** Every tenant that is not deleted. */
    public List<Tenant> all() {
        return tenants.all();
    }
}
