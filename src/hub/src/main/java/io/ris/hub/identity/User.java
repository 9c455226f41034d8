package io.ris.hub.identity;

import io.ris.hub.platform.persistence.InstantAsDate;
import jakarta.nosql.Column;
import jakarta.nosql.Convert;
import jakarta.nosql.Entity;
import jakarta.nosql.Id;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A person of one tenant.
 *
 * @param username unique in the tenant
 * @param email where to write to; null if not known
 * @param role a {@link Role}'s name
 * @param passwordHash bcrypt
 */
@Entity("users")
public record User(
        @Id String id,
        @Column("username") String username,
        @Column("email") @Nullable String email,
        @Column("role") String role,
        @Column("password_hash") String passwordHash,
        @Column("created_at") @Convert(InstantAsDate.class) Instant createdAt) {

    /** The role; a user without a known one may do nothing. */
    Set<String> permissions() {
        return Role.find(role).map(Role::permissions).orElse(Set.of());
    }

    @Override
    public String toString() {
        return "User[" + id + "]";
    }
}
