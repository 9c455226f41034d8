package io.ris.hub.tenancy;

import com.github.f4b6a3.uuid.UuidCreator;
import io.ris.hub.platform.HubException;
import io.ris.hub.platform.HubService;
import io.ris.hub.platform.ProblemType;
import io.ris.hub.platform.TenantCode;
import io.ris.hub.platform.TenantScope;
import io.ris.hub.platform.cluster.HubNode;
import io.ris.hub.platform.cluster.NodeLeases;
import io.ris.hub.platform.persistence.Migrations;
import io.ris.hub.platform.persistence.Store;
import io.ris.protocol.Json;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Makes tenants. The code is taken first, in one step that only one of several nodes can win; the tenant works when all that
 * it needs is there. What breaks off in between is taken up by whoever asks for the same code again. Thread-safe.
 */
@HubService
class TenantProvisioning {

    /** Revision of a tenant that nobody has worked on before. */
    private static final long FIRST = 1;

    private static final Duration LATER = Duration.ofMinutes(1);

    private final TenantRepository tenants;
    private final TenantContexts contexts;
    private final TenantDataRepository data;
    private final ExportRepository exports;
    private final Store store;
    private final Migrations migrations;
    private final NodeLeases nodes;
    private final HubNode node;
    private final Clock clock;
    private final Duration codeRest;
    private final Set<TenantCode> atWork = ConcurrentHashMap.newKeySet();
    private final Set<TenantCode> opened = ConcurrentHashMap.newKeySet();

    @Inject
    TenantProvisioning(
            TenantRepository tenants,
            TenantContexts contexts,
            TenantDataRepository data,
            ExportRepository exports,
            Store store,
            Migrations migrations,
            NodeLeases nodes,
            HubNode node,
            Clock clock,
            @ConfigProperty(name = "multi_tenant.code_rest") Duration codeRest) {
        this.tenants = tenants;
        this.contexts = contexts;
        this.data = data;
        this.exports = exports;
        this.store = store;
        this.migrations = migrations;
        this.nodes = nodes;
        this.node = node;
        this.clock = clock;
        this.codeRest = codeRest;
    }

    /**
     * Makes a tenant, or goes on with one that was left unfinished.
     *
     * @param furnish what else it needs before it works; runs in its scope
     * @throws HubException.Conflict if the code is taken
     */
    Tenant provision(TenantCode code, TenantProfile profile, Runnable furnish) {
        if (!atWork.add(code)) {
            throw taken(code);
        }
        try {
            Tenant begun = begin(code, profile);
            close(code);
            if (begun.revision() == FIRST) {
                requireEmpty(begun);
            }
            open(code);
            TenantScope.run(code, furnish);
            Instant now = clock.instant();
            Tenant done = begun.with(TenantStanding.of(TenantStatus.ACTIVE, now), now);
            if (!tenants.update(done)) {
                throw taken(code);
            }
            return done;
        } finally {
            contexts.forget(code);
            atWork.remove(code);
        }
    }

    /** What another tenant has left, users and keys among it, is no new tenant's. */
    private void requireEmpty(Tenant begun) {
        if (!TenantScope.call(begun.tenantCode(), data::isEmpty)) {
            tenants.remove(begun);
            throw HubException.Invalid.rule(
                    begun.profile().database() == null ? "code" : "database",
                    "there is data in the tenant's database already; remove it first");
        }
    }

    /** Makes the tenant that logins without a tenant mean, unless it is there; several nodes may do so at once. */
    void provisionDefault(TenantCode code) {
        Instant now = clock.instant();
        TenantProfile profile = new TenantProfile(
                "Default Tenant",
                null,
                TenantSettings.USUAL,
                ResourceLimits.NONE,
                Json.strict().createObjectNode(),
                null);
        tenants.insert(new Tenant(
                UuidCreator.getTimeOrderedEpoch().toString(),
                code,
                profile,
                TenantStanding.of(TenantStatus.ACTIVE, now),
                now,
                now,
                1));
    }

    /**
     * Brings the database of a tenant to the present structure, once after each start and change of its place.
     *
     * @throws HubException.Unavailable if another tenant's data are there
     */
    void open(TenantCode code) {
        if (!opened.contains(code)) {
            TenantScope.run(code, () -> {
                if (!data.claim()) {
                    throw new HubException.Unavailable(
                            ProblemType.STORE_UNAVAILABLE,
                            "the tenant's database holds another tenant's data",
                            LATER,
                            null);
                }
                migrations.apply("tenant", store.ofTenant());
            });
            opened.add(code);
        }
    }

    /** The tenant's database may be another one, or gone. */
    void close(TenantCode code) {
        opened.remove(code);
        contexts.forget(code);
    }

    private Tenant begin(TenantCode code, TenantProfile profile) {
        Instant now = clock.instant();
        TenantStanding standing = TenantStanding.provisioningBy(node.id(), now);
        Tenant tenant =
                new Tenant(UuidCreator.getTimeOrderedEpoch().toString(), code, profile, standing, now, now, FIRST);
        if (tenants.insert(tenant)) {
            return tenant;
        }
        Tenant present = tenants.find(code).orElseThrow(() -> taken(code));
        if (present.status() == TenantStatus.DELETED && isRested(present, now)) {
            tenants.remove(present);
            exports.of(code.value()).forEach(exports::remove);
            if (tenants.insert(tenant)) {
                return tenant;
            }
        }
        Tenant next =
                new Tenant(present.id(), code, profile, standing, present.createdAt(), now, present.revision() + 1);
        if (!isLeft(present) || !tenants.update(next)) {
            throw taken(code);
        }
        return next;
    }

    private boolean isRested(Tenant deleted, Instant now) {
        return !now.isBefore(deleted.standing().since().plus(codeRest));
    }

    /** Whether nobody works on it any more. */
    private boolean isLeft(Tenant present) {
        String worker = present.standing().node();
        return present.status() == TenantStatus.PROVISIONING
                && (worker == null || node.id().equals(worker) || !nodes.live().contains(worker));
    }

    private static HubException.Conflict taken(TenantCode code) {
        return new HubException.Conflict(
                ProblemType.TENANT_CODE_TAKEN, "the code " + code + " is taken, or was until not long ago");
    }
}
