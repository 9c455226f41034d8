package io.ris.hub.tenancy;

import io.ris.hub.platform.HubException;
import io.ris.hub.platform.HubService;
import io.ris.hub.platform.ProblemType;
import io.ris.hub.platform.TenantCode;
import io.ris.hub.platform.TenantScope;
import io.ris.hub.platform.audit.AuditEntry;
import io.ris.hub.platform.audit.AuditKind;
import io.ris.hub.platform.audit.AuditResult;
import io.ris.hub.platform.audit.AuditTrail;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Makes the tenants of people for whom a directory or an identity provider vouches, at their first login and where
 * {@code multi_tenant.auto_provision} allows it: one after another, so that many who come at once make one. Thread-safe.
 */
@HubService
public class AutoProvisioning {

    private static final Duration RETRY = Duration.ofSeconds(2);

    private final TenantLifecycle lifecycle;
    private final TenantContexts contexts;
    private final AuditTrail trail;
    private final boolean enabled;
    private final TenantCode defaultTenant;
    private final ReentrantLock making = new ReentrantLock();

    @Inject
    AutoProvisioning(
            TenantLifecycle lifecycle,
            TenantContexts contexts,
            AuditTrail trail,
            @ConfigProperty(name = "multi_tenant.auto_provision") boolean enabled,
            @ConfigProperty(name = "multi_tenant.default_tenant") String defaultTenant) {
        this.lifecycle = lifecycle;
        this.contexts = contexts;
        this.trail = trail;
        this.enabled = enabled;
        this.defaultTenant = new TenantCode(defaultTenant);
    }

    /** Whether a tenant is one that a login may make: it is not there, or somebody began to make it. */
    public boolean mayMake(TenantCode code) {
        return enabled
                && !code.value().equals(TenantResource.OWN_PATH)
                && contexts.find(code)
                        .filter(tenant -> tenant.status() != TenantStatus.PROVISIONING)
                        .isEmpty();
    }

    /**
     * Makes a tenant unless somebody else was quicker.
     *
     * @param voucher who says that the user belongs to it: {@code ldap} or {@code oidc}
     * @param username of whose login it is
     * @return whether it works now; not if it was deleted and its code may not be used again yet
     * @throws HubException.Unavailable while another node makes it
     */
    public boolean make(TenantCode code, String voucher, String username) {
        making.lock();
        try {
            return !mayMake(code) ? isActive(code) : create(code, voucher, username);
        } finally {
            making.unlock();
        }
    }

    private boolean create(TenantCode code, String voucher, String username) {
        TenantScope.run(defaultTenant, trail::requireWritable);
        try {
            lifecycle.create(code, new TenantOrder(code.value(), null, null, null, null, null), null, null);
        } catch (HubException.Conflict taken) {
            return isActiveElsewhere(code);
        }
        TenantScope.run(defaultTenant, () -> trail.recordDone(made(code, voucher, username)));
        return true;
    }

    private boolean isActiveElsewhere(TenantCode code) {
        contexts.forget(code);
        if (contexts.find(code)
                .filter(tenant -> tenant.status() == TenantStatus.PROVISIONING)
                .isPresent()) {
            throw new HubException.Unavailable(
                    ProblemType.TENANT_PROVISIONING, "the tenant is being made; try again", RETRY, null);
        }
        return isActive(code);
    }

    private boolean isActive(TenantCode code) {
        return contexts.find(code).filter(TenantContext::isActive).isPresent();
    }

    private static AuditEntry made(TenantCode code, String voucher, String username) {
        return new AuditEntry(
                AuditKind.ADMINISTRATION,
                "tenant.create",
                "/platform/v1/tenants/" + code,
                AuditResult.SUCCESS,
                Map.of("reason", "auto_provision", "source", voucher, "login", username));
    }
}
