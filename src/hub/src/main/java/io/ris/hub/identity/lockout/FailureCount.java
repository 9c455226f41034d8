package io.ris.hub.identity.lockout;

import io.ris.hub.platform.persistence.InstantAsDate;
import jakarta.nosql.Column;
import jakarta.nosql.Convert;
import jakarta.nosql.Entity;
import jakarta.nosql.Id;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Failures of one account, address or pair of both.
 *
 * @param id hash of what it counts
 * @param version raised with every change
 * @param lockedUntil no further attempt before; null where there is no lock
 * @param knownUntil who logs in here is known until then; null for who is not
 * @param expiresAt when it is forgotten
 */
@Entity("login_failures")
public record FailureCount(
        @Id String id,
        @Column("failures") int failures,
        @Column("version") long version,

        @Column("locked_until") @Convert(InstantAsDate.class) @Nullable
        Instant lockedUntil,

        @Column("known_until") @Convert(InstantAsDate.class) @Nullable
        Instant knownUntil,

        @Column("expires_at") @Convert(InstantAsDate.class) Instant expiresAt) {

    static FailureCount none(String id) {
        return new FailureCount(id, 0, 0, null, null, Instant.EPOCH);
    }

    boolean isLocked(Instant now) {
        return lockedUntil != null && now.isBefore(lockedUntil);
    }

    boolean isKnown(Instant now) {
        return knownUntil != null && now.isBefore(knownUntil);
    }

    /** As it stands now: what has expired counts no more. */
    FailureCount at(Instant now) {
        return now.isBefore(expiresAt) ? this : new FailureCount(id, 0, version, null, null, expiresAt);
    }
}
