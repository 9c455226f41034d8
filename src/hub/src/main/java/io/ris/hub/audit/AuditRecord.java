package io.ris.hub.audit;

import io.ris.hub.platform.persistence.InstantAsDate;
import jakarta.nosql.Column;
import jakarta.nosql.Convert;
import jakarta.nosql.Entity;
import jakarta.nosql.Id;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An entry of the trail as it is stored.
 *
 * @param id UUIDv7
 * @param timestamp when it happened
 * @param kind a kind's name
 * @param userId who did it; null where nobody was known, or for the hub itself
 * @param session their session or API key
 * @param result success, failure or denied
 * @param details JSON object of texts
 */
@Entity("audit")
record AuditRecord(
        @Id String id,
        @Column("timestamp") @Convert(InstantAsDate.class) Instant timestamp,
        @Column("kind") String kind,
        @Column("user_id") @Nullable String userId,
        @Column("user") @Nullable String user,
        @Column("action") String action,
        @Column("resource") String resource,
        @Column("ip") @Nullable String ip,
        @Column("user_agent") @Nullable String userAgent,
        @Column("session") @Nullable String session,
        @Column("request_id") @Nullable String requestId,
        @Column("result") String result,
        @Column("details") String details) {}
