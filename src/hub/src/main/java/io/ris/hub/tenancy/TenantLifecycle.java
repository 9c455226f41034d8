package io.ris.hub.tenancy;

import io.ris.hub.platform.HubException;
import io.ris.hub.platform.HubService;
import io.ris.hub.platform.ProblemType;
import io.ris.hub.platform.TenantCode;
import io.ris.hub.platform.TenantScope;
import io.ris.hub.platform.persistence.Page;
import io.ris.hub.platform.persistence.PageRequest;
import io.ris.hub.platform.web.EntityTags;
import io.ris.hub.tenancy.policy.PasswordFloor;
import io.ris.protocol.Json;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/** Making, changing, suspending and resuming tenants. Thread-safe. */
@HubService
class TenantLifecycle {

    private final TenantRepository tenants;
    private final TenantProvisioning provisioning;
    private final TenantDatabaseChoice databases;
    private final AdministratorAccounts administrators;
    private final TenantWatch watch;
    private final Quotas quotas;
    private final PasswordFloor passwords;
    private final Clock clock;
    private final boolean manyTenants;
    private final String defaultTenant;

    @Inject
    TenantLifecycle(
            TenantRepository tenants,
            TenantProvisioning provisioning,
            TenantDatabaseChoice databases,
            AdministratorAccounts administrators,
            TenantWatch watch,
            Quotas quotas,
            PasswordFloor passwords,
            Clock clock,
            @ConfigProperty(name = "multi_tenant.enabled") boolean manyTenants,
            @ConfigProperty(name = "multi_tenant.default_tenant") String defaultTenant) {
        this.tenants = tenants;
        this.provisioning = provisioning;
        this.databases = databases;
        this.administrators = administrators;
        this.watch = watch;
        this.quotas = quotas;
        this.passwords = passwords;
        this.clock = clock;
        this.manyTenants = manyTenants;
        this.defaultTenant = defaultTenant;
    }

    /**
     * A tenant that was made.
     *
     * @param password of its first administrator, told once; null where none was asked for
     */
    record Made(Tenant tenant, @Nullable String password) {

        @Override
        public String toString() {
            return "Made[" + tenant.tenantCode() + "]";
        }
    }

    /** @param administrator user name of the first administrator; null for none */
    Made create(TenantCode code, TenantOrder order, @Nullable String administrator, @Nullable String email) {
        if (!manyTenants) {
            throw new HubException.Conflict(ProblemType.TENANT_STATE, "multi_tenant.enabled is off");
        }
        check(order);
        TenantProfile bare = order.over(new TenantProfile(
                code.value(),
                null,
                TenantSettings.USUAL,
                ResourceLimits.NONE,
                Json.strict().createObjectNode(),
                null));
        TenantProfile profile = databases.choose(code, bare, order.database());
        AtomicReference<@Nullable String> password = new AtomicReference<>();
        Tenant made = provisioning.provision(code, profile, () -> {
            if (administrator != null) {
                password.set(administrators.add(administrator, email));
            }
        });
        watch.look();
        return new Made(made, password.get());
    }

    private void check(TenantOrder order) {
        order.check();
        if (order.settings() != null) {
            passwords.requireNotLaxer(order.settings().securityPolicy());
        }
    }

    Page<Tenant> page(@Nullable TenantStatus status, PageRequest request) {
        return tenants.page(status, request);
    }

    /** @throws HubException.Conflict if there is none, or it is deleted */
    Tenant require(String code) {
        return find(code)
                .filter(tenant -> tenant.status() != TenantStatus.DELETED)
                .orElseThrow(TenantLifecycle::notFound);
    }

    /** @throws HubException.Conflict if there is none, and was none lately */
    Tenant requireKnown(String code) {
        return find(code).orElseThrow(TenantLifecycle::notFound);
    }

    private Optional<Tenant> find(String code) {
        return TenantCode.isValid(code) ? tenants.find(new TenantCode(code)) : tenants.findById(code);
    }

    Tenant change(String code, TenantOrder order, @Nullable String ifMatch) {
        check(order);
        Tenant present = require(code);
        EntityTags.requireMatch(ifMatch, present.revision());
        TenantProfile profile = databases.choose(present.tenantCode(), order.over(present.profile()), order.database());
        Tenant changed = store(present.with(profile, clock.instant()));
        if (order.database() != null) {
            provisioning.open(changed.tenantCode());
        }
        if (!profile.limits().equals(present.profile().limits())) {
            TenantScope.run(changed.tenantCode(), quotas::countAnew);
        }
        return changed;
    }

    Tenant suspend(String code, @Nullable String reason) {
        return move(
                code,
                TenantStatus.ACTIVE,
                present ->
                        new TenantStanding(TenantStatus.SUSPENDED, clock.instant(), reason, null, present.deletion()));
    }

    /** Brings a tenant back to work; a deletion that was asked for is off. */
    Tenant resume(String code) {
        return move(code, TenantStatus.SUSPENDED, present -> TenantStanding.of(TenantStatus.ACTIVE, clock.instant()));
    }

    /** Asking for what is so already changes nothing. */
    private Tenant move(String code, TenantStatus from, UnaryOperator<TenantStanding> next) {
        Tenant present = require(code);
        requireOther(present);
        TenantStanding standing = next.apply(present.standing());
        if (present.status() == standing.status()) {
            return present;
        }
        if (present.status() != from) {
            throw new HubException.Conflict(
                    ProblemType.TENANT_STATE,
                    "the tenant is " + present.status().wireName());
        }
        return store(present.with(standing, clock.instant()));
    }

    /** @throws HubException.Conflict for the tenant without which nobody could administer the others */
    void requireOther(Tenant tenant) {
        if (tenant.tenantCode().value().equals(defaultTenant)) {
            throw new HubException.Conflict(
                    ProblemType.TENANT_STATE, "the default tenant can be neither suspended nor deleted");
        }
    }

    /** Stores a change, of which this node knows at once. */
    Tenant store(Tenant changed) {
        if (!tenants.update(changed)) {
            throw new HubException.Conflict(ProblemType.STALE, "it was changed at the same moment; read it again");
        }
        provisioning.close(changed.tenantCode());
        watch.look();
        return changed;
    }

    private static HubException.Conflict notFound() {
        return new HubException.Conflict(ProblemType.TENANT_NOT_FOUND, "there is no such tenant");
    }
}
