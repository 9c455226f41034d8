package io.ris.hub.platform.live;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ris.hub.platform.web.Permissions;
import io.ris.protocol.Json;
import java.util.Set;

/** Everything that the other side of a live WebSocket may say. */
sealed interface LiveRequest {

    /** Of these the sender must hold one, beside what the topic asks for. A new kind does not compile without. */
    default Set<String> permissions() {
        return switch (this) {
            case Ping ping -> OF_READERS;
            case Subscribe subscribe -> OF_READERS;
            case Unsubscribe unsubscribe -> OF_READERS;
        };
    }

    /** One of these is needed to have a live WebSocket at all. */
    Set<String> OF_READERS = Set.of(Permissions.TASK_READ, Permissions.MONITORING_READ);

    /** Asks whether the hub is there. */
    record Ping() implements LiveRequest {}

    /** Wants to be told of a thing. */
    record Subscribe(JsonNode payload) implements LiveRequest {}

    /** Wants to be told of a thing no more. */
    record Unsubscribe(JsonNode payload) implements LiveRequest {}

    /** Reads a message. */
    static LiveRequest read(String message) throws NotUnderstoodException {
        JsonNode envelope = tree(message);
        String type = envelope.path("type").asText();
        JsonNode payload = envelope.path("payload");
        return switch (type) {
            case "ping" -> new Ping();
            case "subscribe" -> new Subscribe(payload);
            case "unsubscribe" -> new Unsubscribe(payload);
            default -> throw new NotUnderstoodException("unknown_type", "there is no such type of message");
        };
    }

    private static JsonNode tree(String message) throws NotUnderstoodException {
        ObjectMapper json = Json.strict();
        try {
            JsonNode tree = json.readTree(message);
            if (tree != null && tree.isObject()) {
                return tree;
            }
        } catch (JsonProcessingException e) {
            throw new NotUnderstoodException("malformed", "is no JSON document");
        }
        throw new NotUnderstoodException("malformed", "is no JSON object");
    }

    /** A message is none of those that there are. */
    final class NotUnderstoodException extends Exception {

        private static final long serialVersionUID = 1L;

        private final String code;

        NotUnderstoodException(String code, String message) {
            super(message);
            this.code = code;
        }

        String code() {
            return code;
        }
    }
}
