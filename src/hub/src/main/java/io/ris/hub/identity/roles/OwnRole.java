package io.ris.hub.identity.roles;

import io.ris.hub.platform.persistence.InstantAsDate;
import jakarta.nosql.Column;
import jakarta.nosql.Convert;
import jakarta.nosql.Entity;
import jakarta.nosql.Id;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A role that a tenant made for itself.
 *
 * @param name compared whole
 * @param inherits names of the roles whose permissions it holds too
 * @param permissions its own, one by one
 * @param revision raised with every change
 */
@Entity("roles")
public record OwnRole(
        @Id String name,
        @Column("description") @Nullable String description,
        @Column("inherits") List<String> inherits,
        @Column("permissions") List<String> permissions,
        @Column("created_at") @Convert(InstantAsDate.class) Instant createdAt,
        @Column("updated_at") @Convert(InstantAsDate.class) Instant updatedAt,
        @Column("revision") long revision) {

    @SuppressWarnings("ConstantValue") // the store may hold no list
    public OwnRole {
        inherits = inherits == null ? List.of() : List.copyOf(inherits);
        permissions = permissions == null ? List.of() : List.copyOf(permissions);
    }
}
