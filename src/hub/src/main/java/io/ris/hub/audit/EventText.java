package io.ris.hub.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.github.f4b6a3.uuid.UuidCreator;
import io.ris.hub.audit.chain.AuditRecord;
import io.ris.hub.audit.chain.Trail;
import io.ris.hub.platform.Origin;
import io.ris.hub.platform.audit.AuditEntry;
import io.ris.protocol.Json;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Makes records of entries: texts that others chose are cut to a length, and are texts that the store gives back as they are. */
final class EventText {

    private static final int MAX_TEXT = 512;
    private static final int MAX_DETAILS = 32;

    private EventText() {}

    static AuditRecord event(Trail trail, AuditEntry entry, Origin origin, Instant now) {
        return new AuditRecord(
                UuidCreator.getTimeOrderedEpoch().toString(),
                now,
                trail.tenant() == null ? null : trail.tenant().value(),
                entry.kind().wireName(),
                optional(origin.username()),
                optional(origin.userId()),
                bounded(entry.action()),
                bounded(entry.resource()),
                optional(origin.address()),
                optional(origin.userAgent()),
                optional(origin.sessionId()),
                optional(origin.requestId()),
                entry.result().wireName(),
                json(entry.details()));
    }

    private static String json(Map<String, String> details) {
        Map<String, String> kept = new TreeMap<>();
        details.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .limit(MAX_DETAILS)
                .forEach(detail -> kept.put(bounded(detail.getKey()), bounded(detail.getValue())));
        try {
            return Json.strict().writeValueAsString(kept);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("texts can be written as JSON", e);
        }
    }

    private static @Nullable String optional(@Nullable String text) {
        return text == null ? null : bounded(text);
    }

    /** Half a pair of surrogates, which UTF-8 cannot express, becomes a question mark. */
    private static String bounded(String text) {
        String kept = text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT);
        return new String(kept.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }
}
