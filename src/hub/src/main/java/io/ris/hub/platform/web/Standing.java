package io.ris.hub.platform.web;

import io.ris.hub.platform.HubException;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * By what right somebody has a connection that lasts: who it was at the begin, and whether they may still have it. Thread-safe.
 */
public final class Standing {

    /** Why a connection ends whose token is over. */
    public static final String TOKEN_EXPIRED = "token_expired";

    private final Caller caller;
    private final Instant expiresAt;
    private final Set<String> oneOf;
    private final Supplier<Caller> present;
    private final TenantDirectory tenants;

    /**
     * @param caller at the begin
     * @param expiresAt when its token is over; {@link Instant#MAX} for none
     * @param oneOf permissions of which it needs one
     * @param present who the caller is by now; throws what a request would be refused with
     */
    Standing(Caller caller, Instant expiresAt, Set<String> oneOf, Supplier<Caller> present, TenantDirectory tenants) {
        this.caller = caller;
        this.expiresAt = expiresAt;
        this.oneOf = Set.copyOf(oneOf);
        this.present = present;
        this.tenants = tenants;
    }

    /** Who it is, as they were at the begin. */
    public Caller caller() {
        return caller;
    }

    /**
     * Who it is by now, in the tenant of the begin.
     *
     * @throws HubException.Refused if they may not have the connection any more
     */
    public Caller now() {
        Caller known = present.get();
        if (!known.tenant().equals(caller.tenant())) {
            AccessControl.require(known.permissions(), Permissions.TENANT_ACT);
        }
        tenants.requireActive(caller.tenant());
        AccessControl.requireOneOf(known.permissions(), oneOf);
        return known.in(caller.tenant());
    }

    /** Why the connection has to end, if it has to: a stable code. */
    public Optional<String> objection(Instant now) {
        if (!now.isBefore(expiresAt)) {
            return Optional.of(TOKEN_EXPIRED);
        }
        try {
            now();
            return Optional.empty();
        } catch (HubException.Refused e) {
            return Optional.of(e.type().slug());
        }
    }
}
