package io.ris.hub.platform.openapi;

import com.fasterxml.jackson.core.type.TypeReference;
import io.ris.protocol.Json;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Objects;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.media.Content;
import org.jspecify.annotations.Nullable;

/** An example of each operation, kept in one file beside the resources. */
final class Examples {

    private static final String FILE = "/openapi-examples.json";

    private final Map<String, Example> examples;

    private Examples(Map<String, Example> examples) {
        this.examples = examples;
    }

    static Examples load() {
        try (InputStream file = Objects.requireNonNull(Examples.class.getResourceAsStream(FILE), FILE)) {
            return new Examples(Json.strict().readValue(file, new TypeReference<Map<String, Example>>() {}));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Puts its example into an operation.
     *
     * @param name method and path, as the file calls it
     */
    void illustrate(String name, Operation operation) {
        Example example = examples.get(name);
        if (example == null) {
            return;
        }
        if (example.request() != null && operation.getRequestBody() != null) {
            put(operation.getRequestBody().getContent(), example.request());
        }
        operation.getResponses().getAPIResponses().entrySet().stream()
                .filter(response -> response.getKey().startsWith("2"))
                .map(response -> response.getValue().getContent())
                .filter(Objects::nonNull)
                .findFirst()
                .ifPresent(content -> put(content, example.response()));
    }

    private static void put(Content content, Object example) {
        if (content.hasMediaType(MediaType.APPLICATION_JSON)) {
            content.getMediaType(MediaType.APPLICATION_JSON).setExample(example);
        } else {
            content.getMediaTypes().values().forEach(type -> type.setExample(example));
        }
    }

    /**
     * A request and what it is answered.
     *
     * @param request the body; null where the operation takes none
     */
    private record Example(@Nullable Object request, Object response) {}
}
