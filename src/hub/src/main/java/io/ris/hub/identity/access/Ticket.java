package io.ris.hub.identity.access;

import io.ris.hub.platform.persistence.InstantAsDate;
import jakarta.nosql.Column;
import jakarta.nosql.Convert;
import jakarta.nosql.Entity;
import jakarta.nosql.Id;
import java.time.Instant;

/**
 * Stands for a session once, where a token cannot be sent.
 *
 * @param hash hash of the ticket
 */
@Entity("tickets")
public record Ticket(
        @Id String hash,
        @Column("user_id") String userId,
        @Column("session_id") String sessionId,
        @Column("expires_at") @Convert(InstantAsDate.class) Instant expiresAt) {}
