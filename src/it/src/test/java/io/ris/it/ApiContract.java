package io.ris.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What the hub's OpenAPI document promises, held against what the hub answers: no status, content type, field or type that
 * the document does not name. Thread-safe.
 */
final class ApiContract {

    private static final Set<String> VERBS = Set.of("get", "post", "put", "delete", "patch");

    /** What the server says before any operation is found. */
    private static final Set<Integer> BEFORE_ROUTING = Set.of(400, 401, 404, 405, 413, 415);

    /** By this the server below refuses, in its own words, a path that no hub is to see. */
    private static final String UNREADABLE_PATH = "CWWWC0005I";

    private final JsonNode document;
    private final List<Route> routes;
    private final Map<JsonNode, JsonSchema> schemas = new ConcurrentHashMap<>();

    private ApiContract(JsonNode document) {
        this.document = document;
        this.routes = routes(document);
        document.path("components").path("schemas").forEach(ApiContract::close);
    }

    /** The promise of an OpenAPI document. */
    static ApiContract of(JsonNode document) {
        return new ApiContract(document.deepCopy());
    }

    private static List<Route> routes(JsonNode document) {
        List<Route> routes = new ArrayList<>();
        document.path("paths").properties().forEach(path -> path.getValue().properties().stream()
                .filter(operation -> VERBS.contains(operation.getKey()))
                .forEach(operation -> routes.add(
                        new Route(operation.getKey(), path.getKey(), template(path.getKey()), operation.getValue()))));
        routes.sort(Comparator.comparing(route -> route.path().contains("{")));
        return routes;
    }

    private static Pattern template(String path) {
        return Pattern.compile(Stream.of(path.split("(?=\\{)|(?<=})"))
                .map(part -> part.startsWith("{") ? "[^/]+" : Pattern.quote(part))
                .reduce("", String::concat));
    }

    /** A field that the document does not name is a fault, in every object whose fields it names. */
    private static void close(JsonNode schema) {
        if (schema instanceof ObjectNode object && object.has("properties") && !object.has("additionalProperties")) {
            object.put("additionalProperties", false);
        }
        schema.forEach(ApiContract::close);
    }

    /** The operations, each with its method and path. */
    List<Route> routes() {
        return routes;
    }

    /** What a reference within the document names. */
    JsonNode at(String reference) {
        return document.at(reference.substring(1));
    }

    /** What an operation takes as its body, resolved; nothing where it takes none. */
    JsonNode body(Route route) {
        return resolved(route.operation().at("/requestBody/content/application~1json/schema"));
    }

    /** The fields of a schema, of all its alternatives. */
    Stream<Map.Entry<String, JsonNode>> fields(JsonNode schema) {
        JsonNode known = resolved(schema);
        return Stream.concat(
                known.path("properties").properties().stream(),
                Stream.of("oneOf", "anyOf", "allOf")
                        .flatMap(kind -> known.path(kind).valueStream())
                        .flatMap(this::fields));
    }

    /** Whether a text may stand where a schema does. */
    boolean isText(JsonNode schema) {
        JsonNode type = resolved(schema).path("type");
        return Stream.concat(Stream.of(type), type.valueStream())
                .anyMatch(one -> one.asText().equals("string"));
    }

    private JsonNode resolved(JsonNode schema) {
        return schema.has("$ref") ? resolved(at(schema.path("$ref").asText())) : schema;
    }

    /**
     * Asserts that an answer is one that the document names.
     *
     * @param path of the request, as it was sent
     */
    void check(String method, String path, Reply reply) {
        Optional<Route> route = routes.stream()
                .filter(known -> known.verb().equals(method.toLowerCase(Locale.ROOT))
                        && known.template().matcher(path).matches())
                .findFirst();
        if (route.isEmpty()) {
            return; // tests of unknown paths and methods say what they expect
        }
        if (reply.status() == 400 && reply.text().contains(UNREADABLE_PATH)) {
            return;
        }
        JsonNode responses = route.get().operation().path("responses");
        String status = Integer.toString(reply.status());
        if (!responses.has(status) && BEFORE_ROUTING.contains(reply.status())) {
            return;
        }
        String name = method + " " + path + " -> " + status;
        assertThat(responses.has(status))
                .as("the API's description of %s: %s", name, reply.text())
                .isTrue();
        if (reply.status() / 100 == 3) {
            assertThat(reply.header(reply.status() == 304 ? "etag" : "location"))
                    .as(name)
                    .isNotBlank();
            assertThat(reply.text()).as(name).isEmpty();
            return;
        }
        JsonNode content = responses.path(status).path("content");
        String mediaType = reply.header("content-type").replaceFirst(";.*", "").strip();
        assertThat(content.has(mediaType))
                .as("%s is described as %s: %s", name, mediaType, reply.text())
                .isTrue();
        if (mediaType.equals("application/json") || mediaType.endsWith("+json")) {
            check(name, content.path(mediaType).path("schema"), reply.json());
        }
    }

    /** Asserts that a document is what a schema of the API describes. */
    void check(String name, JsonNode schema, JsonNode value) {
        Set<ValidationMessage> faults =
                schemas.computeIfAbsent(schema, this::compiled).validate(value);
        assertThat(faults).as("%s: %s", name, value).isEmpty();
    }

    /** The schema with all that its references name. */
    private JsonSchema compiled(JsonNode schema) {
        ObjectNode own = schema.deepCopy();
        close(own);
        ObjectNode whole = JsonNodeFactory.instance.objectNode();
        whole.set("components", document.path("components"));
        whole.putArray("allOf").add(own);
        return JsonSchemaFactory.getInstance(VersionFlag.V202012).getSchema(whole);
    }

    /** An operation of the document. */
    record Route(String verb, String path, Pattern template, JsonNode operation) {

        /** Such as {@code GET /platform/v1/ris}. */
        String name() {
            return verb.toUpperCase(Locale.ROOT) + " " + path;
        }
    }
}
