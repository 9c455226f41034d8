package io.ris.hub.platform.openapi;

import io.ris.hub.platform.ProblemType;
import io.ris.hub.platform.web.Problem;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.media.Content;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;
import org.eclipse.microprofile.openapi.models.responses.APIResponses;
import org.jspecify.annotations.Nullable;

/**
 * Completes the scanned description: who may call an operation, the refusals that any operation of its kind can meet, the
 * envelope around what it answers, its example, and which fields of an answer are always there.
 */
public final class ApiDescription implements OASFilter {

    private static final String REFERENCE = "#/components/schemas/";
    private static final String ENVELOPE = "Envelope";
    private static final List<String> PAGING = List.of("total", "page", "per_page");

    @Override
    public void filterOpenAPI(OpenAPI api) {
        Examples examples = Examples.load();
        SchemaTypes types = new SchemaTypes();
        api.getPaths().getPathItems().forEach((path, item) -> item.getOperations()
                .forEach((verb, operation) -> {
                    ResourceMethod method = ResourceMethod.of(operation.getOperationId());
                    types.take(method.taken());
                    types.answer(method.answered());
                    describe(operation, method);
                    refusals(operation, method, path);
                    if (isEnveloped(path)) {
                        answers(operation).forEach(content -> content.getMediaType(MediaType.APPLICATION_JSON)
                                .setSchema(enveloped(content.getMediaType(MediaType.APPLICATION_JSON)
                                        .getSchema())));
                    }
                    examples.illustrate(verb + " " + path, operation);
                }));
        types.answer(Stream.of(Problem.class));
        types.complete(api.getComponents().getSchemas());
        api.getComponents().getSchemas().forEach((name, schema) -> {
            if (name.startsWith(ENVELOPE)) {
                envelope(schema);
            }
        });
    }

    private static void describe(Operation operation, ResourceMethod method) {
        operation.setOperationId(method.id());
        method.permission()
                .ifPresentOrElse(
                        permission -> operation.setDescription("Needs the permission `" + permission + "`."),
                        () -> operation.setSecurity(List.of()));
    }

    private static void refusals(Operation operation, ResourceMethod method, String path) {
        APIResponses responses = operation.getResponses();
        Stream<Integer> common = Stream.of(
                        method.permission().isPresent() ? Stream.of(401, 403) : Stream.<Integer>empty(),
                        operation.getRequestBody() == null
                                ? Stream.<Integer>empty()
                                : Stream.of(400, 408, 413, 415, 422),
                        hasParameter(operation, Parameter.In.QUERY, null)
                                ? Stream.of(400, 422)
                                : Stream.<Integer>empty(),
                        hasParameter(operation, Parameter.In.HEADER, HttpHeaders.IF_MATCH)
                                ? Stream.of(412)
                                : Stream.<Integer>empty(),
                        isEnveloped(path) || path.startsWith("/api/") ? Stream.of(406, 503) : Stream.<Integer>empty(),
                        isProbe(path) ? Stream.<Integer>empty() : Stream.of(429))
                .flatMap(statuses -> statuses);
        common.map(String::valueOf)
                .filter(status -> !responses.hasAPIResponse(status))
                .forEach(status -> responses.addAPIResponse(
                        status,
                        OASFactory.createAPIResponse()
                                .description(ProblemType.ofStatus(Integer.parseInt(status))
                                        .title())));
        responses.getAPIResponses().forEach((status, response) -> {
            if (status.charAt(0) >= '4') {
                Content problem =
                        content(Problem.MEDIA_TYPE, OASFactory.createSchema().ref(REFERENCE + "Problem"));
                Content own = response.getContent(); // as that of a probe, which may not reach what it asks
                response.setContent(own == null ? problem : withAll(own, problem));
            }
        });
    }

    private static Content withAll(Content content, Content more) {
        more.getMediaTypes().forEach(content::addMediaType);
        return content;
    }

    private static boolean hasParameter(Operation operation, Parameter.In in, @Nullable String name) {
        return Optional.ofNullable(operation.getParameters()).orElse(List.of()).stream()
                .anyMatch(parameter ->
                        parameter.getIn() == in && (name == null || name.equalsIgnoreCase(parameter.getName())));
    }

    /** The JSON of the operation's good answers. */
    static Stream<Content> answers(Operation operation) {
        return operation.getResponses().getAPIResponses().entrySet().stream()
                .filter(response -> response.getKey().startsWith("2"))
                .map(Map.Entry::getValue)
                .map(APIResponse::getContent)
                .filter(content -> content != null && content.hasMediaType(MediaType.APPLICATION_JSON));
    }

    /** Nobody is refused for asking too often how the hub is. */
    private static boolean isProbe(String path) {
        return path.startsWith("/health") || path.equals("/ready");
    }

    private static boolean isEnveloped(String path) {
        return path.startsWith("/platform/") || path.startsWith("/auth/") || path.startsWith("/internal/");
    }

    /** What a method declares as its answer is the {@code data}; what it returns is scanned with its envelope. */
    private static Schema enveloped(Schema schema) {
        if (schema.getRef() != null && schema.getRef().startsWith(REFERENCE + ENVELOPE)) {
            return schema;
        }
        Schema envelope = OASFactory.createSchema()
                .addType(Schema.SchemaType.OBJECT)
                .addProperty("success", OASFactory.createSchema().addType(Schema.SchemaType.BOOLEAN))
                .addProperty("data", schema);
        PAGING.forEach(
                name -> envelope.addProperty(name, OASFactory.createSchema().addType(Schema.SchemaType.INTEGER)));
        return envelope(envelope);
    }

    /** Lists have a size and pages; single things have none. */
    private static Schema envelope(Schema envelope) {
        envelope.setRequired(List.of("success", "data"));
        Schema data = Objects.requireNonNull(envelope.getProperties().get("data"), "data of an envelope");
        if (Stream.concat(Stream.of(data), Optional.ofNullable(data.getAnyOf()).orElse(List.of()).stream())
                .noneMatch(ApiDescription::isList)) {
            PAGING.forEach(envelope::removeProperty);
        }
        return envelope;
    }

    private static boolean isList(Schema schema) {
        return schema.getType() != null && schema.getType().contains(Schema.SchemaType.ARRAY);
    }

    private static Content content(String mediaType, Schema schema) {
        return OASFactory.createContent()
                .addMediaType(mediaType, OASFactory.createMediaType().schema(schema));
    }
}
