package io.ris.hub.tenancy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.ris.hub.platform.HubException;
import io.ris.protocol.Json;
import org.jspecify.annotations.Nullable;

/** Documents of a tenant that are kept as JSON texts. */
final class JsonTexts {

    private static final int MAX_CHARS = 16 * 1024;

    private JsonTexts() {}

    static String write(Object value) {
        try {
            return Json.strict().writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("what was read from JSON cannot be written as JSON", e);
        }
    }

    static <T> T read(@Nullable String text, Class<T> type, T absent) {
        return text == null ? absent : read(text, type);
    }

    /** What an older or newer hub has written is read as far as it is known. */
    static <T> T read(String text, Class<T> type) {
        try {
            return Json.lenient().readValue(text, type);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the store holds a tenant with a broken " + type.getSimpleName(), e);
        }
    }

    /** @throws HubException.Invalid if it is something else than a JSON object of bounded size */
    static void requireObject(String field, @Nullable JsonNode value) {
        if (value != null && !value.isObject()) {
            throw HubException.Invalid.malformed(field, "must be an object");
        }
        if (value != null && value.toString().length() > MAX_CHARS) {
            throw HubException.Invalid.rule(field, "must have at most " + MAX_CHARS + " characters");
        }
    }
}
