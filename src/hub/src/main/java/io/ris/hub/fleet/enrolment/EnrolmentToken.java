package io.ris.hub.fleet.enrolment;

import io.ris.hub.platform.persistence.InstantAsDate;
import jakarta.nosql.Column;
import jakarta.nosql.Convert;
import jakarta.nosql.Entity;
import jakarta.nosql.Id;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A token that lets one agent enrol.
 *
 * @param id hash of the token, which itself is not stored
 * @param agentId who may enrol with it
 * @param expiresAt until when
 * @param keyHash the key that has used it; null while none has
 */
@Entity("enrolments")
public record EnrolmentToken(
        @Id String id,
        @Column("agent_id") String agentId,
        @Column("expires_at") @Convert(InstantAsDate.class) Instant expiresAt,
        @Column("key_hash") @Nullable String keyHash) {}
