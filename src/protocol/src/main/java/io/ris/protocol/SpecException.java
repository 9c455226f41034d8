package io.ris.protocol;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A value breaks a rule of its task spec: says which field (its path in JSON) and how. */
public final class SpecException extends IllegalArgumentException {

    private static final Duration MAX_TIMEOUT = Duration.ofDays(7);

    private final String field;
    private final String problem;

    /**
     * @param field path of the field within the spec, as in JSON
     * @param problem what is wrong, as the rest of a sentence that begins with the field
     */
    public SpecException(String field, String problem) {
        super(field + " " + problem);
        this.field = field;
        this.problem = problem;
    }

    /** Path of the field within the spec, as in JSON. */
    public String field() {
        return field;
    }

    /** What is wrong with it. */
    public String problem() {
        return problem;
    }

    static void check(boolean holds, String field, String problem) {
        if (!holds) {
            throw new SpecException(field, problem);
        }
    }

    static void checkText(String value, String field) {
        check(value.indexOf('\0') < 0, field, "must not hold NUL characters");
    }

    @SuppressWarnings("ConstantValue") // JSON may hold null elements
    static List<String> checkedList(List<String> values, String field) {
        for (String value : values) {
            check(value != null, field, "must not hold null");
            checkText(value, field);
        }
        return List.copyOf(values);
    }

    @SuppressWarnings("ConstantValue") // JSON may hold null values
    static Map<String, String> checkedMap(Map<String, String> values, String field) {
        values.forEach((name, value) -> {
            check(value != null, field, "must not hold null");
            checkText(name, field);
            checkText(value, field);
        });
        return Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    /** An http or https URL; says the second text of one that holds credentials. */
    static void checkUrl(String url, String withCredentials) {
        try {
            URI uri = new URI(url);
            check(
                    uri.getHost() != null && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme())),
                    "url",
                    "must be an absolute http or https URL");
            check(uri.getUserInfo() == null, "url", withCredentials);
        } catch (URISyntaxException e) {
            throw new SpecException("url", "is not a URL: " + e.getReason());
        }
    }

    static void checkTimeout(@Nullable Duration timeout) {
        check(
                timeout == null || (timeout.compareTo(Duration.ZERO) > 0 && timeout.compareTo(MAX_TIMEOUT) <= 0),
                "timeout",
                "must be more than 0 and at most 604800 seconds");
    }
}
