package io.ris.protocol.report;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What stands for a field that a report leaves out, or that is null in it. */
final class Absent {

    private Absent() {}

    static String text(@Nullable String value) {
        return value == null ? "" : value;
    }

    static <T> List<T> list(@Nullable List<T> values) {
        return values == null
                ? List.of()
                : values.stream().filter(Objects::nonNull).toList();
    }

    static Map<String, String> map(@Nullable Map<String, String> values) {
        if (values == null) {
            return Map.of();
        }
        Map<String, String> texts = new LinkedHashMap<>();
        values.forEach((key, value) -> texts.put(key, text(value)));
        return Collections.unmodifiableMap(texts);
    }
}
