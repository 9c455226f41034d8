package io.ris.hub.platform.web;

import io.ris.hub.platform.HubException;
import io.ris.hub.platform.HubService;
import io.ris.hub.platform.ProblemType;
import io.ris.hub.platform.TenantCode;
import io.ris.hub.platform.TenantScope;
import jakarta.inject.Inject;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.SecurityContext;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * For which tenant a request works: the token's own. A tenant code anywhere in a request must be that one; only who may act
 * for all tenants may name another. Thread-safe.
 */
@HubService
public class TenantChoice {

    /** The header, and with the same meaning the query parameter, by which a tenant is named. */
    public static final String HEADER = "X-Tenant-Code";

    static final String PARAMETER = "tenant_code";

    private final TenantDirectory tenants;

    @Inject
    TenantChoice(TenantDirectory tenants) {
        this.tenants = tenants;
    }

    /** Enters the tenant of the token, or of the header or query where the caller may. */
    Caller enter(Caller caller, ContainerRequestContext request) {
        tenants.requireActive(caller.tenant());
        TenantScope.enter(caller.tenant());
        Caller chosen = caller;
        for (String code : Stream.of(
                        request.getHeaderString(HEADER),
                        request.getUriInfo().getQueryParameters().getFirst(PARAMETER))
                .filter(Objects::nonNull)
                .toList()) {
            chosen = enter(chosen, code);
        }
        return chosen;
    }

    /**
     * Enters the tenant that a request's body or path names.
     *
     * @param code null for the one that the request is in already
     * @return the caller as they are in that tenant
     * @throws HubException.Refused if it is another one and the caller may not act for it, or it does not work
     */
    public Caller enter(SecurityContext security, @Nullable String code) {
        return code == null ? Caller.of(security) : enter(Caller.of(security), code);
    }

    private Caller enter(Caller caller, String code) {
        if (caller.tenant().value().equals(code)) {
            return caller;
        }
        if (!caller.permissions().contains(Permissions.TENANT_ACT) || !TenantCode.isValid(code)) {
            throw new HubException.Refused(ProblemType.TENANT_MISMATCH, "tenant_code is not the tenant of the token");
        }
        TenantCode other = new TenantCode(code);
        tenants.requireActive(other);
        TenantScope.enter(other);
        return caller.in(other);
    }
}
