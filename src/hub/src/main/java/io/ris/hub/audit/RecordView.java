package io.ris.hub.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import io.ris.hub.audit.chain.AuditRecord;
import io.ris.hub.audit.chain.ChainRecord;
import io.ris.protocol.Json;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A record of the trail as it is shown.
 *
 * @param tenant null for what concerns no tenant
 * @param user the name of who did it; null where nobody was known, or for the hub itself
 * @param session the session or API key
 * @param chain the hub node that wrote it
 * @param seq its number in the node's chain
 */
public record RecordView(
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
        Map<String, String> details,
        String chain,
        long seq) {

    static RecordView of(ChainRecord link) {
        AuditRecord event = link.event();
        return new RecordView(
                event.eventId(),
                event.timestamp(),
                event.tenant(),
                event.kind(),
                event.user(),
                event.userId(),
                event.action(),
                event.resource(),
                event.ip(),
                event.userAgent(),
                event.session(),
                event.requestId(),
                event.result(),
                details(event.details()),
                link.chain(),
                link.seq());
    }

    /** Whoever changed a record in the store may have left no JSON. */
    private static Map<String, String> details(String json) {
        try {
            return Json.strict().readValue(json, new TypeReference<Map<String, String>>() {});
        } catch (JsonProcessingException e) {
            return Map.of("unreadable", json);
        }
    }
}
