package io.ris.it;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.ris.protocol.Json;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What is put in the place of texts, and the places for it in a document. */
final class HostileTexts {

    /** Too much for any body. */
    private static final int MEGABYTE = 1024 * 1024;

    /** As much as the server takes in one line. */
    private static final int LONG_LINE = 8_000;

    private static final List<String> SHORT = List.of(
            "../../etc/passwd",
            "..%2f",
            "a\r\nX-Injected: yes",
            "'; DROP",
            "$(id)",
            "a\u0000b",
            "{\"$ne\":null}",
            "$where");

    /** What means something to a shell, to programs that take options, or to a terminal. */
    private static final List<String> OF_A_SHELL = List.of(
            "`id`",
            "$HOME",
            "${PATH}",
            "$((1+1))",
            "; id",
            "&& id",
            "|| id",
            "| id",
            "& id",
            "> written",
            "< read",
            "<<END",
            "*",
            "?",
            "[a-z]",
            "{a,b}",
            "~",
            "~root",
            "!!",
            "#",
            "%s%n",
            "\\",
            "\\n",
            "'",
            "\"",
            "'\"'\"'",
            "",
            " ",
            "  a  b  ",
            "\n",
            "line\nfeed",
            "\t",
            "\u001b[31m",
            "-",
            "--",
            "--help",
            "-rf",
            "=",
            "a=b",
            "(id)",
            "{ id; }",
            "grün ✓ 🚀");

    private HostileTexts() {}

    /** For an argument of a program, which cannot hold NUL. */
    static List<String> arguments() {
        return Stream.concat(SHORT.stream(), OF_A_SHELL.stream())
                .filter(text -> text.indexOf('\0') < 0)
                .toList();
    }

    /** For a field of a body. */
    static Stream<JsonNode> texts() {
        return Stream.concat(SHORT.stream(), Stream.of("x".repeat(MEGABYTE))).map(TextNode::valueOf);
    }

    /** For a part of a path or a query. */
    static Stream<String> parameters() {
        return Stream.concat(SHORT.stream(), Stream.of("x".repeat(LONG_LINE)));
    }

    /** What a database or a mapper would act on where it took it for a text. */
    static List<JsonNode> operators() {
        return Stream.of("{\"$ne\":null}", "{\"$gt\":\"\"}", "[\"x\"]")
                .map(HostileTexts::parsed)
                .toList();
    }

    private static JsonNode parsed(String json) {
        try {
            return Json.lenient().readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(json, e);
        }
    }

    /**
     * The places of all texts of a document, and of those that it could have.
     *
     * @param schema what the contract says of such documents
     */
    static Set<JsonPointer> places(JsonNode document, JsonNode schema, ApiContract contract) {
        Set<JsonPointer> places = new LinkedHashSet<>();
        collect(document, JsonPointer.empty(), places);
        collect(document, schema, contract, JsonPointer.empty(), places);
        return places;
    }

    private static void collect(JsonNode node, JsonPointer place, Set<JsonPointer> places) {
        if (node.isTextual()) {
            places.add(place);
        }
        node.properties().forEach(field -> collect(field.getValue(), place.appendProperty(field.getKey()), places));
        if (node.isArray()) {
            IntStream.range(0, node.size()).forEach(i -> collect(node.get(i), place.appendIndex(i), places));
        }
    }

    private static void collect(
            JsonNode node, JsonNode schema, ApiContract contract, JsonPointer place, Set<JsonPointer> places) {
        contract.fields(schema).forEach(field -> {
            JsonPointer at = place.appendProperty(field.getKey());
            JsonNode present = node.path(field.getKey());
            if (present.isObject()) {
                collect(present, field.getValue(), contract, at, places);
            } else if (present.isMissingNode() && contract.isText(field.getValue())) {
                places.add(at);
            }
        });
    }

    /** A document with something else in one place. */
    static JsonNode with(JsonNode document, JsonPointer place, JsonNode value) {
        JsonNode changed = document.deepCopy();
        switch (changed.at(place.head())) {
            case ObjectNode object -> object.set(place.last().getMatchingProperty(), value);
            case ArrayNode list -> list.set(place.last().getMatchingIndex(), value);
            default -> throw new IllegalArgumentException("nothing at " + place);
        }
        return changed;
    }

    /** Whether a refusal's field is the one in a place, or what holds it. */
    static boolean isNamed(String field, JsonPointer place) {
        String name = place.toString().substring(1).replace('/', '.');
        return name.equals(field) || name.startsWith(field.replaceAll("\\[.*", "") + ".") || field.startsWith(name);
    }
}
