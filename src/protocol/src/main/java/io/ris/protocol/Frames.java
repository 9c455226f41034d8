package io.ris.protocol;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Checks that the frames share; JSON may leave out any field, whatever a record's types say. */
final class Frames {

    private Frames() {}

    static void require(@Nullable Object value, String field) {
        check(value != null, field, "is required");
    }

    static void requireAttempt(@Nullable TaskId taskId, int attempt) {
        require(taskId, "task_id");
        check(attempt >= 1, "attempt", "must be at least 1");
    }

    static void check(boolean holds, String field, String problem) {
        if (!holds) {
            throw new IllegalArgumentException(field + " " + problem);
        }
    }

    static <T> List<T> list(@Nullable List<T> values) {
        return values == null ? List.of() : List.copyOf(values);
    }

    static <T> Set<T> set(@Nullable Set<T> values) {
        return values == null ? Set.of() : Collections.unmodifiableSet(new LinkedHashSet<>(values));
    }

    static Map<String, String> map(@Nullable Map<String, String> values) {
        return values == null ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }
}
