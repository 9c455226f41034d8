package io.ris.hub.platform.web;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import io.ris.hub.platform.HubException;
import io.ris.hub.platform.ProblemType;
import io.ris.protocol.Json;
import jakarta.annotation.Priority;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.MessageBodyReader;
import jakarta.ws.rs.ext.MessageBodyWriter;
import jakarta.ws.rs.ext.Provider;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Reads and writes JSON bodies in the product's one dialect ({@link Json}). Unknown fields are refused. */
@Provider
@Priority(Priorities.USER - 100)
@Consumes(MediaType.APPLICATION_JSON)
@Produces({MediaType.APPLICATION_JSON, Problem.MEDIA_TYPE})
public class JsonBody implements MessageBodyReader<Object>, MessageBodyWriter<Object> {

    private static final System.Logger LOG = System.getLogger(JsonBody.class.getName());
    private static final ObjectMapper MAPPER = Json.strict();

    /** The server closes the body. A broken one throws the same fault when it is closed, over which the mapper stumbles. */
    private static final ObjectReader READER = MAPPER.reader().without(StreamReadFeature.AUTO_CLOSE_SOURCE);

    @Override
    public boolean isReadable(Class<?> type, Type genericType, Annotation[] annotations, MediaType mediaType) {
        return !isRaw(type);
    }

    @Override
    public Object readFrom(
            Class<Object> type,
            Type genericType,
            Annotation[] annotations,
            MediaType mediaType,
            MultivaluedMap<String, String> headers,
            InputStream body)
            throws IOException {
        JavaType wanted = MAPPER.constructType(genericType);
        JsonNode tree = read(body);
        if (tree == null || tree.isNull() || tree.isMissingNode()) {
            throw new HubException.Invalid(ProblemType.MALFORMED, "the body must not be null", List.of());
        }
        try {
            return MAPPER.readerFor(wanted).readValue(tree);
        } catch (JsonProcessingException e) {
            throw JsonFaults.translate(e, tree, MAPPER);
        }
    }

    private static JsonNode read(InputStream body) throws JsonProcessingException {
        try {
            JsonNode tree = READER.readTree(body);
            if (tree != null && holdsInfinity(tree)) {
                throw infinity(tree, "")
                        .map(path -> HubException.Invalid.malformed(path, "is a number that is out of range"))
                        .orElseGet(() ->
                                new HubException.Invalid(ProblemType.MALFORMED, "a number is out of range", List.of()));
            }
            return tree;
        } catch (JsonProcessingException e) {
            throw e;
        } catch (IOException e) { // broken chunks, or a body that does not come: the client's fault
            LOG.log(System.Logger.Level.DEBUG, "a body could not be read", e);
            throw new HubException.Invalid(ProblemType.MALFORMED, "the body could not be read to its end", List.of());
        }
    }

    /** Such as 1e999, which would be stored and answered as something that is no number. */
    private static boolean holdsInfinity(JsonNode node) {
        if (node.isContainerNode()) {
            for (JsonNode part : node) {
                if (holdsInfinity(part)) {
                    return true;
                }
            }
            return false;
        }
        return node.isFloatingPointNumber() && !Double.isFinite(node.doubleValue());
    }

    /** The path of the first one; empty where it is the document itself. */
    private static Optional<String> infinity(JsonNode node, String path) {
        if (node.isArray()) {
            return IntStream.range(0, node.size())
                    .filter(index -> holdsInfinity(node.get(index)))
                    .boxed()
                    .findFirst()
                    .flatMap(index -> infinity(node.get(index), path + "[" + index + "]"));
        }
        return node.isObject()
                ? node.properties().stream()
                        .filter(field -> holdsInfinity(field.getValue()))
                        .findFirst()
                        .flatMap(field -> infinity(
                                field.getValue(), path.isEmpty() ? field.getKey() : path + "." + field.getKey()))
                : Optional.of(path).filter(some -> !some.isEmpty());
    }

    @Override
    public boolean isWriteable(Class<?> type, Type genericType, Annotation[] annotations, MediaType mediaType) {
        return !isRaw(type);
    }

    @Override
    public void writeTo(
            Object value,
            Class<?> type,
            Type genericType,
            Annotation[] annotations,
            MediaType mediaType,
            MultivaluedMap<String, Object> headers,
            OutputStream body)
            throws IOException {
        body.write(MAPPER.writeValueAsBytes(value));
    }

    private static boolean isRaw(Class<?> type) {
        return CharSequence.class.isAssignableFrom(type)
                || InputStream.class.isAssignableFrom(type)
                || type == byte[].class;
    }
}
