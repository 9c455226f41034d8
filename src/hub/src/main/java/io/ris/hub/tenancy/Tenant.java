package io.ris.hub.tenancy;

import io.ris.hub.platform.TenantCode;
import io.ris.hub.platform.persistence.InstantAsDate;
import jakarta.nosql.Column;
import jakarta.nosql.Convert;
import jakarta.nosql.Entity;
import jakarta.nosql.Id;
import java.time.Instant;

/**
 * An isolated customer or unit (seed 000, "Tenant Model").
 *
 * @param id unique for ever
 * @param code names it in tokens, certificates and its database
 * @param name for people
 * @param status {@code active}
 * @param createdAt when it was provisioned
 */
@Entity("tenants")
public record Tenant(
        @Id String id,
        @Column("code") String code,
        @Column("name") String name,
        @Column("status") String status,
        @Column("created_at") @Convert(InstantAsDate.class) Instant createdAt) {

    /** The status of a tenant that works. */
    public static final String ACTIVE = "active";

    /** Whether its users may log in and its agents connect. */
    public boolean isActive() {
        return ACTIVE.equals(status);
    }

    /** The code as a typed value. */
    public TenantCode tenantCode() {
        return new TenantCode(code);
    }
}
