package io.ris.hub.identity.sessions;

import io.ris.hub.platform.persistence.InstantAsDate;
import jakarta.nosql.Column;
import jakarta.nosql.Convert;
import jakarta.nosql.Entity;
import jakarta.nosql.Id;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a login began: the chain of refresh tokens that follow one another.
 *
 * @param familyHash hash of what all refresh tokens of the session have in common
 * @param refreshHash hash of the one refresh token that is good now
 * @param generation raised with every refresh
 * @param address where the login came from; null if not known
 * @param userAgent what the program called itself that logged in
 * @param lastUsedAt when it was used last, give or take a minute
 * @param activeUntil access tokens are good until then; use and refresh put it off
 * @param expiresAt when the present refresh token ends
 * @param endedAt when the session was ended before its time; null while it lives
 */
@Entity("sessions")
public record Session(
        @Id String id,
        @Column("user_id") String userId,
        @Column("family_hash") String familyHash,
        @Column("refresh_hash") String refreshHash,
        @Column("generation") int generation,
        @Column("address") @Nullable String address,
        @Column("user_agent") @Nullable String userAgent,
        @Column("created_at") @Convert(InstantAsDate.class) Instant createdAt,

        @Column("last_used_at") @Convert(InstantAsDate.class)
        Instant lastUsedAt,

        @Column("active_until") @Convert(InstantAsDate.class)
        Instant activeUntil,

        @Column("expires_at") @Convert(InstantAsDate.class) Instant expiresAt,

        @Column("ended_at") @Convert(InstantAsDate.class) @Nullable
        Instant endedAt) {

    /** Whether not even its refresh token is good any more. */
    boolean isOver(Instant now) {
        return endedAt != null || !now.isBefore(expiresAt);
    }

    /** Whether its access tokens are good. */
    boolean isActive(Instant now) {
        return !isOver(now) && now.isBefore(activeUntil);
    }

    @Override
    public String toString() {
        return "Session[" + id + "]";
    }
}
