package io.ris.hub.identity.users;

import io.ris.hub.platform.persistence.InstantAsDate;
import jakarta.nosql.Column;
import jakarta.nosql.Convert;
import jakarta.nosql.Entity;
import jakarta.nosql.Id;
import java.time.Instant;

/**
 * Lets a user choose a password, once.
 *
 * @param userId the user; a new invitation takes the place of the one before
 * @param tokenHash hash of the token
 * @param expiresAt when it ends
 */
@Entity("invitations")
public record Invitation(
        @Id String userId,
        @Column("token_hash") String tokenHash,
        @Column("expires_at") @Convert(InstantAsDate.class) Instant expiresAt) {}
