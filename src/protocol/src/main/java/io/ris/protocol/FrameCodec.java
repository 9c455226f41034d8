package io.ris.protocol;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.InvalidTypeIdException;
import java.util.stream.Collectors;

/** Reads and writes frames. Unknown fields are skipped, so that both sides may be one version apart. Thread-safe. */
public final class FrameCodec {

    /** WebSocket subprotocol of version 1. */
    public static final String SUBPROTOCOL = "ris.v1";

    /** Version in {@code hello.protocol}. */
    public static final int VERSION = 1;

    /** The largest message, in bytes of UTF-8; what is larger is closed with 1009. */
    public static final int MAX_MESSAGE_BYTES = 1024 * 1024;

    private static final ObjectMapper MAPPER = Json.lenient();

    private FrameCodec() {}

    /** The frame as one text message. */
    public static String encode(AgentFrame frame) {
        return write(AgentFrame.class, frame);
    }

    /** The frame as one text message. */
    public static String encode(HubFrame frame) {
        return write(HubFrame.class, frame);
    }

    /** @throws FrameException if the message is not a frame that an agent may send */
    public static AgentFrame decodeAgentFrame(String message) throws FrameException {
        return read(AgentFrame.class, message);
    }

    /** @throws FrameException if the message is not a frame that a hub may send */
    public static HubFrame decodeHubFrame(String message) throws FrameException {
        return read(HubFrame.class, message);
    }

    private static <T> String write(Class<T> root, T frame) {
        try {
            // By the root type, so that "type" is written whatever the variant's own annotations.
            return MAPPER.writerFor(root).writeValueAsString(frame);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(
                    "a frame that cannot be written: " + frame.getClass().getSimpleName(), e);
        }
    }

    private static <T> T read(Class<T> root, String message) throws FrameException {
        JsonNode tree;
        try {
            tree = MAPPER.readTree(message);
        } catch (JsonProcessingException e) {
            throw new FrameException(FrameException.MALFORMED, "the message is not JSON", null);
        }
        JsonNode type = tree.get("type");
        if (type == null || !type.isTextual()) {
            throw new FrameException(FrameException.MALFORMED, "the message is not an object with a type", null);
        }
        try {
            return MAPPER.treeToValue(tree, root);
        } catch (InvalidTypeIdException e) {
            boolean outermost = e.getPath().isEmpty();
            throw new FrameException(
                    outermost ? FrameException.UNKNOWN_TYPE : FrameException.INVALID_FIELD,
                    outermost ? "unknown type" : path(e) + " has an unknown type",
                    type.textValue());
        } catch (JsonMappingException e) {
            throw new FrameException(FrameException.INVALID_FIELD, reason(e), type.textValue());
        } catch (JsonProcessingException e) {
            throw new FrameException(FrameException.MALFORMED, "the message cannot be read", type.textValue());
        }
    }

    private static String reason(JsonMappingException e) {
        return e.getCause() instanceof IllegalArgumentException broken && broken.getMessage() != null
                ? broken.getMessage()
                : path(e) + " has the wrong type";
    }

    private static String path(JsonMappingException e) {
        return e.getPath().stream()
                .map(JsonMappingException.Reference::getFieldName)
                .map(name -> name == null ? "[]" : name)
                .collect(Collectors.joining("."));
    }
}
