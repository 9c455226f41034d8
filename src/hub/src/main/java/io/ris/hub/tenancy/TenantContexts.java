package io.ris.hub.tenancy;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.ris.hub.platform.HubException;
import io.ris.hub.platform.HubService;
import io.ris.hub.platform.ProblemType;
import io.ris.hub.platform.TenantCode;
import io.ris.hub.platform.persistence.Store;
import io.ris.hub.platform.persistence.TenantDatabases;
import io.ris.hub.platform.web.TenantDirectory;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The contexts of tenants at work on this node: a bounded number, each forgotten at once when this node changes the tenant,
 * and soon when another one does. Thread-safe.
 */
@HubService
class TenantContexts implements TenantDirectory, TenantDatabases {

    private static final int REMEMBERED = 10_000;

    /** Other nodes' changes show sooner, through {@link TenantWatch}; this is for what it misses. */
    private static final Duration MEMORY = Duration.ofSeconds(30);

    private final TenantRepository tenants;
    private final TenantCredentials credentials;
    private final Store store;
    private final Cache<TenantCode, TenantContext> contexts = Caffeine.newBuilder()
            .maximumSize(REMEMBERED)
            .expireAfterWrite(MEMORY)
            .build();

    @Inject
    TenantContexts(TenantRepository tenants, TenantCredentials credentials, Store store) {
        this.tenants = tenants;
        this.credentials = credentials;
        this.store = store;
    }

    /** A tenant that is not deleted. */
    Optional<TenantContext> find(TenantCode code) {
        return Optional.ofNullable(contexts.get(code, this::load));
    }

    /** The tenant was changed: nobody is given what was true before. */
    void forget(TenantCode code) {
        contexts.invalidate(code);
    }

    @Override
    public void requireActive(TenantCode code) {
        if (find(code).filter(TenantContext::isActive).isEmpty()) {
            throw unavailable();
        }
    }

    @Override
    public Store.Database of(TenantCode code) {
        return find(code).orElseThrow(TenantContexts::unavailable).database();
    }

    private @Nullable TenantContext load(TenantCode code) {
        return tenants.find(code)
                .filter(tenant -> tenant.status() != TenantStatus.DELETED)
                .map(this::context)
                .orElse(null);
    }

    private TenantContext context(Tenant tenant) {
        TenantProfile profile = tenant.profile();
        return new TenantContext(
                tenant.id(),
                tenant.tenantCode(),
                profile.name(),
                tenant.status(),
                tenant.standing().since(),
                profile.settings(),
                profile.limits(),
                profile.database() != null,
                store.open(tenant.tenantCode(), credentials.address(tenant)));
    }

    private static HubException.Refused unavailable() {
        return new HubException.Refused(ProblemType.TENANT_UNAVAILABLE, "this tenant is not at work");
    }
}
