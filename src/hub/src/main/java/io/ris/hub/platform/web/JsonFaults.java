package io.ris.hub.platform.web;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.InvalidTypeIdException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import com.fasterxml.jackson.databind.introspect.BeanPropertyDefinition;
import io.ris.hub.platform.HubException;
import io.ris.hub.platform.ProblemType;
import io.ris.protocol.SpecException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Says in the words of the request what the JSON reader found, without the reader's own (Java) words. */
final class JsonFaults {

    private JsonFaults() {}

    static HubException.Invalid translate(JsonProcessingException fault) {
        return switch (fault) {
            case UnrecognizedPropertyException unknown ->
                HubException.Invalid.malformed(path(unknown), "is not a known field");
            case InvalidTypeIdException type ->
                type.getTypeId() == null
                        ? HubException.Invalid.rule(join(path(type), "type"), "is required")
                        : HubException.Invalid.rule(join(path(type), "type"), "is not a known type");
            case JsonMappingException mapping -> mapping(mapping);
            default -> notJson(fault);
        };
    }

    private static HubException.Invalid mapping(JsonMappingException fault) {
        if (fault.getCause() instanceof SpecException broken) {
            return HubException.Invalid.rule(join(path(fault), broken.field()), broken.problem());
        }
        if (fault.getCause() instanceof IllegalArgumentException broken && broken.getMessage() != null) {
            String path = path(fault);
            return HubException.Invalid.rule(
                    path, broken.getMessage().replaceFirst("^" + Pattern.quote(path) + " ", ""));
        }
        if (fault.getCause() instanceof JsonMappingException inner) {
            return translate(inner);
        }
        return fault.getPath().isEmpty()
                ? notJson(fault)
                : HubException.Invalid.malformed(path(fault), "has the wrong type or is out of range");
    }

    /** As {@link #translate(JsonProcessingException)}, with the document at hand, which tells some faults better. */
    static HubException.Invalid translate(JsonProcessingException fault, JsonNode document, ObjectMapper mapper) {
        return switch (fault) {
            case ValueInstantiationException broken ->
                unknownField(broken, document, mapper).orElseGet(() -> translate(broken));
            case InvalidTypeIdException type
            when !at(document, type).isObject() -> HubException.Invalid.malformed(path(type), "must be an object");
            default -> translate(fault);
        };
    }

    /**
     * A field that is not known, in the object that could not be made. The reader makes an object before it looks at
     * what was left over, so that a mistyped name would otherwise be told as a missing one.
     */
    private static Optional<HubException.Invalid> unknownField(
            ValueInstantiationException fault, JsonNode document, ObjectMapper mapper) {
        Set<String> known = mapper.getDeserializationConfig().introspect(fault.getType()).findProperties().stream()
                .map(BeanPropertyDefinition::getName)
                .collect(Collectors.toSet());
        return at(document, fault).properties().stream()
                .map(Map.Entry::getKey)
                .filter(name -> !known.contains(name) && !"type".equals(name))
                .findFirst()
                .map(name -> HubException.Invalid.malformed(join(path(fault), name), "is not a known field"));
    }

    private static JsonNode at(JsonNode document, JsonMappingException fault) {
        JsonNode node = document;
        for (JsonMappingException.Reference step : fault.getPath()) {
            node = step.getFieldName() == null ? node.path(step.getIndex()) : node.path(step.getFieldName());
        }
        return node;
    }

    private static HubException.Invalid notJson(JsonProcessingException fault) {
        String where = fault.getLocation() == null
                ? ""
                : " at line " + fault.getLocation().getLineNr() + ", column "
                        + fault.getLocation().getColumnNr();
        return new HubException.Invalid(
                ProblemType.MALFORMED, "the body is not the JSON document that is expected" + where, List.of());
    }

    private static String path(JsonMappingException fault) {
        return fault.getPath().stream()
                .map(step -> step.getFieldName() == null ? "[" + step.getIndex() + "]" : step.getFieldName())
                .collect(Collectors.joining("."))
                .replace(".[", "[");
    }

    private static String join(String path, String field) {
        return path.isEmpty() ? field : path + "." + field;
    }
}
