package io.ris.hub.audit.chain;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What happened, as the trail keeps it.
 *
 * @param eventId UUIDv7
 * @param timestamp when it happened, in milliseconds
 * @param tenant whose trail it is in; null for the platform's
 * @param kind a kind's name
 * @param user the name of who did it; null where nobody was known, or for the hub itself
 * @param userId their id
 * @param session their session or API key
 * @param result success, failure or denied
 * @param details JSON object of texts
 */
public record AuditRecord(
        String eventId,
        Instant timestamp,
        @Nullable String tenant,
        String kind,
        @Nullable String user,
        @Nullable String userId,
        String action,
        String resource,
        @Nullable String ip,
        @Nullable String userAgent,
        @Nullable String session,
        @Nullable String requestId,
        String result,
        String details) {}
