package io.ris.it;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Compares what was said with what is read back. */
final class Documents {

    /** What stands in an expected document for any text that is not empty. */
    private static final String ANYTHING = "...";

    private Documents() {}

    /**
     * The places at which a document differs from what is expected; none where it says the same. Numbers are the same by their
     * value, times by their instant. What is null is expected to be absent or null.
     *
     * @param tolerated names of fields that may be there or not
     */
    static List<String> differences(JsonNode expected, JsonNode actual, Set<String> tolerated) {
        List<String> differences = new ArrayList<>();
        compare("", expected, actual, tolerated, differences);
        return differences;
    }

    private static void compare(
            String place, JsonNode expected, JsonNode actual, Set<String> tolerated, List<String> differences) {
        if (expected.isObject() && actual.isObject()) {
            Set<String> names = names(expected);
            names.addAll(names(actual));
            names.removeAll(tolerated);
            names.forEach(name ->
                    compare(place + "/" + name, expected.path(name), actual.path(name), tolerated, differences));
        } else if (expected.isArray() && expected.size() == actual.size() && actual.isArray()) {
            for (int i = 0; i < expected.size(); i++) {
                compare(place + "/" + i, expected.path(i), actual.path(i), tolerated, differences);
            }
        } else if (!isSame(expected, actual)) {
            differences.add(place + ": " + expected + " became " + (actual.isMissingNode() ? "nothing" : actual));
        }
    }

    private static boolean isSame(JsonNode expected, JsonNode actual) {
        if (isNothing(expected)) {
            return isNothing(actual);
        }
        if (expected.isNumber() && actual.isNumber()) {
            return expected.decimalValue().compareTo(actual.decimalValue()) == 0;
        }
        if (expected.asText().equals(ANYTHING)) {
            return actual.isTextual() && !actual.asText().isBlank();
        }
        return expected.equals(actual)
                || time(expected)
                        .flatMap(time -> time(actual).filter(time::isEqual))
                        .isPresent();
    }

    private static boolean isNothing(JsonNode node) {
        return node.isNull() || node.isMissingNode();
    }

    private static Optional<OffsetDateTime> time(JsonNode node) {
        try {
            return node.isTextual() ? Optional.of(OffsetDateTime.parse(node.asText())) : Optional.empty();
        } catch (DateTimeException none) {
            return Optional.empty();
        }
    }

    /** Whether it is an RFC 3339 time in UTC. */
    static boolean isTime(JsonNode node) {
        return time(node)
                .filter(time -> time.getOffset().getTotalSeconds() == 0)
                .isPresent();
    }

    /** The names of an object's fields. */
    static Set<String> names(JsonNode object) {
        Set<String> names = new TreeSet<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }
}
