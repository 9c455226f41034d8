package io.ris.hub.identity.users;

import io.ris.hub.platform.persistence.InstantAsDate;
import jakarta.nosql.Column;
import jakarta.nosql.Convert;
import jakarta.nosql.Entity;
import jakarta.nosql.Id;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A person of one tenant.
 *
 * @param username unique in the tenant, whatever its case
 * @param email where to write to; unique in the tenant; null if not known
 * @param loginNames what the user may log in with, folded by {@link LoginNames}; unique in the tenant
 * @param roles names of roles; none for the default role
 * @param status {@code active} or {@code disabled}
 * @param source who checks the password: {@code local}, {@code ldap} or {@code oidc}
 * @param externalId what the source calls the user for ever; null for a local one
 * @param passwordHash bcrypt; null where the hub knows no password
 * @param mustChangePassword whether the user may do nothing else before
 * @param secondFactor whether a login needs a code too
 * @param lastLoginAt null before the first
 * @param revision raised with every change
 */
@Entity("users")
public record User(
        @Id String id,
        @Column("username") String username,
        @Column("email") @Nullable String email,
        @Column("login_names") List<String> loginNames,
        @Column("roles") List<String> roles,
        @Column("status") String status,
        @Column("source") String source,
        @Column("external_id") @Nullable String externalId,
        @Column("password_hash") @Nullable String passwordHash,
        @Column("must_change_password") boolean mustChangePassword,
        @Column("second_factor") boolean secondFactor,

        @Column("last_login_at") @Convert(InstantAsDate.class) @Nullable
        Instant lastLoginAt,

        @Column("created_at") @Convert(InstantAsDate.class) Instant createdAt,
        @Column("updated_at") @Convert(InstantAsDate.class) Instant updatedAt,
        @Column("revision") long revision) {

    /** The status of a user who may log in. */
    public static final String ACTIVE = "active";

    /** The status of a user who may not. */
    public static final String DISABLED = "disabled";

    /** The source of users whose passwords the hub has. */
    public static final String LOCAL = "local";

    @SuppressWarnings("ConstantValue") // the store may hold no list
    public User {
        loginNames = loginNames == null ? List.of() : List.copyOf(loginNames);
        roles = roles == null ? List.of() : List.copyOf(roles);
    }

    User withPassword(String hash, boolean mustChange, Instant at) {
        return new User(
                id,
                username,
                email,
                loginNames,
                roles,
                status,
                source,
                externalId,
                hash,
                mustChange,
                secondFactor,
                lastLoginAt,
                createdAt,
                at,
                revision);
    }

    /** Whether the user may log in and use what an earlier login gave. */
    public boolean isActive() {
        return ACTIVE.equals(status);
    }

    /** Whether the hub itself checks the password. */
    public boolean isLocal() {
        return LOCAL.equals(source);
    }

    @Override
    public String toString() {
        return "User[" + id + "]";
    }
}
