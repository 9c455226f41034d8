package io.ris.hub.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import io.ris.hub.platform.HubException;
import io.ris.protocol.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where a list of the trail goes on, as clients carry it: nothing that they could not learn from what they have read. */
final class ListPosition {

    private static final int MAX_LENGTH = 8 * 1024;

    private ListPosition() {}

    static String text(Map<String, Long> position) {
        try {
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(Json.strict().writeValueAsBytes(position));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("numbers can be written as JSON", e);
        }
    }

    /** @throws HubException.Invalid if it is none */
    static Map<String, Long> parse(@Nullable String cursor) {
        if (cursor == null) {
            return Map.of();
        }
        if (cursor.length() > MAX_LENGTH) {
            throw refused();
        }
        try {
            String json = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
            Map<String, Long> position = Json.strict().readValue(json, new TypeReference<Map<String, Long>>() {});
            if (position == null || position.values().stream().anyMatch(seq -> seq == null || seq < 0)) {
                throw refused();
            }
            return position;
        } catch (IOException | IllegalArgumentException e) {
            throw refused();
        }
    }

    private static HubException.Invalid refused() {
        return HubException.Invalid.malformed("cursor", "is none that this list has given");
    }
}
