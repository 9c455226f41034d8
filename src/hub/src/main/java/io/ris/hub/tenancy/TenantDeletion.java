package io.ris.hub.tenancy;

import io.ris.hub.platform.HubException;
import io.ris.hub.platform.HubService;
import io.ris.hub.platform.ProblemType;
import io.ris.hub.platform.RepeatedWork;
import io.ris.hub.platform.StartupOrder;
import io.ris.hub.platform.TenantScope;
import io.ris.hub.platform.audit.AuditEntry;
import io.ris.hub.platform.audit.AuditKind;
import io.ris.hub.platform.audit.AuditResult;
import io.ris.hub.platform.audit.AuditTrail;
import io.ris.hub.platform.crypto.Tokens;
import io.ris.hub.platform.persistence.Store;
import io.ris.hub.platform.vault.Vault;
import io.ris.protocol.Json;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Deletes tenants in two steps. Asked for, the tenant is locked out and an archive of it is made; confirmed, all that it has is
 * removed and its keys are destroyed: at once, and again when every node has heard of it, so that nothing that was under way
 * leaves anything behind. Thread-safe.
 */
@HubService
class TenantDeletion {

    private static final System.Logger LOG = System.getLogger(TenantDeletion.class.getName());
    private static final Duration TO_CONFIRM = Duration.ofHours(24);

    /** Within this time every node knows that the tenant is gone. */
    private static final Duration EVERY_NODE_KNOWS = Duration.ofSeconds(10);

    private static final Duration INTERVAL = Duration.ofSeconds(5);

    private final TenantLifecycle lifecycle;
    private final TenantRepository tenants;
    private final TenantDataRepository data;
    private final TenantExports exports;
    private final TenantDatabaseChoice databases;
    private final Store store;
    private final AuditTrail trail;
    private final Vault vault;
    private final Event<TenantDeleted> deletions;
    private final RepeatedWork repeated;
    private final Clock clock;

    @Inject
    TenantDeletion(
            TenantLifecycle lifecycle,
            TenantRepository tenants,
            TenantDataRepository data,
            TenantExports exports,
            TenantDatabaseChoice databases,
            Store store,
            AuditTrail trail,
            Vault vault,
            Event<TenantDeleted> deletions,
            RepeatedWork repeated,
            Clock clock) {
        this.lifecycle = lifecycle;
        this.tenants = tenants;
        this.data = data;
        this.exports = exports;
        this.databases = databases;
        this.store = store;
        this.trail = trail;
        this.vault = vault;
        this.deletions = deletions;
        this.repeated = repeated;
        this.clock = clock;
    }

    void begin(@Observes @Priority(StartupOrder.WORK) Startup startup) {
        repeated.every(INTERVAL, "removing deleted tenants", this::finishAll);
    }

    /**
     * A deletion to confirm.
     *
     * @param token what confirms it, told once
     * @param export the last archive; null where none can be made
     */
    record Asked(
            String token,
            Instant expiresAt,
            Tenant tenant,
            @Nullable TenantExport export) {

        @Override
        public String toString() {
            return "Asked[until " + expiresAt + "]";
        }
    }

    /** Locks a tenant out and begins its last archive. */
    Asked ask(String code) {
        Tenant locked = lockOut(lifecycle.require(code));
        return ask(locked, exports.begin(locked));
    }

    /**
     * Locks a tenant out whose own server is lost, and its data with it: there is no archive, and what may be on the server
     * is left as it is.
     *
     * @param reason for the audit trail
     * @throws HubException.Conflict if an archive can be made
     */
    Asked askWithoutExport(String code, String reason) {
        Tenant present = lifecycle.require(code);
        lifecycle.requireOther(present);
        TenantDatabase own = present.profile().database();
        if (own == null || databases.isUsable(present.tenantCode(), own)) {
            throw new HubException.Conflict(
                    ProblemType.EXPORT_REQUIRED, "the tenant's store answers; delete the tenant with an archive of it");
        }
        trail.record(new AuditEntry(
                AuditKind.ADMINISTRATION,
                "tenant.waive_export",
                "/platform/v1/tenants/" + present.tenantCode(),
                AuditResult.SUCCESS,
                Map.of("reason", reason)));
        return ask(lockOut(present), null);
    }

    private Tenant lockOut(Tenant present) {
        lifecycle.requireOther(present);
        if (present.status() == TenantStatus.DELETING) {
            throw new HubException.Conflict(ProblemType.TENANT_STATE, "the tenant is being deleted");
        }
        return present.status() == TenantStatus.ACTIVE
                ? lifecycle.suspend(present.tenantCode().value(), "its deletion was asked for")
                : present;
    }

    private Asked ask(Tenant present, @Nullable TenantExport export) {
        Instant now = clock.instant();
        String token = Tokens.random();
        TenantStanding.Deletion deletion = new TenantStanding.Deletion(
                Tokens.hash(token), now, now.plus(TO_CONFIRM), export == null ? null : export.id());
        TenantStanding standing = present.standing();
        Tenant asked = lifecycle.store(present.with(
                new TenantStanding(TenantStatus.SUSPENDED, standing.since(), standing.reason(), null, deletion), now));
        return new Asked(token, deletion.expiresAt(), asked, export);
    }

    /**
     * Deletes a tenant for good.
     *
     * @throws HubException if nobody asked for it, the token is not good, or the archive is not finished
     */
    Tenant confirm(String code, String token) {
        Tenant present = lifecycle.require(code);
        TenantStanding.Deletion deletion = present.standing().deletion();
        Instant now = clock.instant();
        if (present.status() != TenantStatus.SUSPENDED
                || deletion == null
                || !now.isBefore(deletion.expiresAt())
                || !isSame(Tokens.hash(token), deletion.tokenHash())) {
            throw new HubException.Conflict(
                    ProblemType.CONFIRMATION_REQUIRED,
                    "ask for the deletion, and confirm it with the token of the answer");
        }
        if (deletion.exportId() != null) {
            exports.requireFinished(present, deletion.exportId());
        }
        Tenant leaving = lifecycle.store(
                present.with(new TenantStanding(TenantStatus.DELETING, now, null, null, deletion), now));
        remove(leaving);
        return leaving;
    }

    private static boolean isSame(String one, String other) {
        return MessageDigest.isEqual(
                one.getBytes(StandardCharsets.US_ASCII), other.getBytes(StandardCharsets.US_ASCII));
    }

    private void remove(Tenant tenant) {
        if (leftDatabase(tenant) == null) {
            TenantScope.run(tenant.tenantCode(), data::drop);
        }
        store.dropOnPlatform(tenant.tenantCode());
        vault.destroy(tenant.tenantCode());
        deletions.fire(new TenantDeleted(tenant.tenantCode()));
    }

    /** The tenant's own database where the deletion does not touch it; null where it does. */
    static @Nullable TenantDatabase leftDatabase(Tenant tenant) {
        TenantStanding.Deletion deletion = tenant.standing().deletion();
        return deletion != null && deletion.exportId() == null
                ? tenant.profile().database()
                : null;
    }

    private void finishAll() {
        Instant settled = clock.instant().minus(EVERY_NODE_KNOWS);
        tenants.in(TenantStatus.DELETING).stream()
                .filter(tenant -> tenant.standing().since().isBefore(settled))
                .forEach(this::tryFinish);
    }

    /** A tenant whose own server is away does not keep others from going. */
    private void tryFinish(Tenant tenant) {
        try {
            finish(tenant);
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.WARNING, "tenant {0} is not removed yet: {1}", tenant.tenantCode(), e);
        }
    }

    /** What is left keeps the code from being used again too soon, and says nothing else. */
    private void finish(Tenant tenant) {
        remove(tenant);
        Instant now = clock.instant();
        TenantProfile nothing = new TenantProfile(
                tenant.profile().name(),
                null,
                TenantSettings.USUAL,
                ResourceLimits.NONE,
                Json.strict().createObjectNode(),
                null);
        lifecycle.store(new Tenant(
                tenant.id(),
                tenant.tenantCode(),
                nothing,
                TenantStanding.of(TenantStatus.DELETED, now),
                tenant.createdAt(),
                now,
                tenant.revision() + 1));
    }
}
