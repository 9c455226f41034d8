package io.ris.hub.tenancy;

import io.ris.hub.platform.HubException;
import io.ris.hub.platform.HubService;
import io.ris.hub.platform.ProblemType;
import io.ris.hub.platform.RepeatedWork;
import io.ris.hub.platform.StartupOrder;
import io.ris.hub.platform.TenantScope;
import io.ris.hub.platform.crypto.Tokens;
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
            Vault vault,
            Event<TenantDeleted> deletions,
            RepeatedWork repeated,
            Clock clock) {
        this.lifecycle = lifecycle;
        this.tenants = tenants;
        this.data = data;
        this.exports = exports;
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
     */
    record Asked(String token, Instant expiresAt, TenantExport export) {

        @Override
        public String toString() {
            return "Asked[until " + expiresAt + "]";
        }
    }

    /** Locks a tenant out and begins its last archive. */
    Asked ask(String code) {
        Tenant present = lifecycle.require(code);
        lifecycle.requireOther(present);
        if (present.status() == TenantStatus.ACTIVE) {
            present = lifecycle.suspend(code, "its deletion was asked for");
        }
        if (present.status() == TenantStatus.DELETING) {
            throw new HubException.Conflict(ProblemType.TENANT_STATE, "the tenant is being deleted");
        }
        Instant now = clock.instant();
        String token = Tokens.random();
        TenantExport export = exports.begin(present);
        TenantStanding.Deletion deletion =
                new TenantStanding.Deletion(Tokens.hash(token), now, now.plus(TO_CONFIRM), export.id());
        TenantStanding standing = present.standing();
        lifecycle.store(present.with(
                new TenantStanding(TenantStatus.SUSPENDED, standing.since(), standing.reason(), null, deletion), now));
        return new Asked(token, deletion.expiresAt(), export);
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
        exports.requireFinished(present, deletion.exportId());
        Tenant leaving = lifecycle.store(present.with(TenantStanding.of(TenantStatus.DELETING, now), now));
        remove(leaving);
        return leaving;
    }

    private static boolean isSame(String one, String other) {
        return MessageDigest.isEqual(
                one.getBytes(StandardCharsets.US_ASCII), other.getBytes(StandardCharsets.US_ASCII));
    }

    private void remove(Tenant tenant) {
        TenantScope.run(tenant.tenantCode(), data::drop);
        vault.destroy(tenant.tenantCode());
        deletions.fire(new TenantDeleted(tenant.tenantCode()));
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
