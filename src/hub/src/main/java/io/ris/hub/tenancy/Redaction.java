package io.ris.hub.tenancy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Takes secrets out of documents that leave the hub: by the names of fields, and by what sealed texts and hashes look like. */
final class Redaction {

    static final String LEFT_OUT = "(left out)";

    /** Collections of nothing but credentials, under ids that are made of them. */
    static final Set<String> CREDENTIALS = Set.of("enrolments", "sessions");

    private static final Pattern NAME =
            Pattern.compile(".*(hash|password|secret|sealed|token|recovery|private_key|otp).*|spec");

    /** A sealed text, or a password's hash. */
    private static final Pattern VALUE = Pattern.compile("k\\d+\\.[A-Za-z0-9_-]{38,}|\\$2[abxy]?\\$.*", Pattern.DOTALL);

    private Redaction() {}

    /** The same document without its secrets. */
    static Map<String, @Nullable Object> of(Map<String, ? extends @Nullable Object> document) {
        return document.entrySet().stream()
                .collect(
                        LinkedHashMap::new,
                        (copy, field) -> copy.put(field.getKey(), field(field.getKey(), field.getValue())),
                        Map::putAll);
    }

    private static @Nullable Object field(String name, @Nullable Object value) {
        return value == null || value instanceof Boolean || !NAME.matcher(name).matches() ? value(value) : LEFT_OUT;
    }

    @SuppressWarnings("unchecked") // documents have texts as keys
    private static @Nullable Object value(@Nullable Object value) {
        return switch (value) {
            case Map<?, ?> document -> of((Map<String, Object>) document);
            case List<?> items -> items.stream().map(Redaction::value).collect(Collectors.toList());
            case String text when VALUE.matcher(text).matches() -> LEFT_OUT;
            case null, default -> value;
        };
    }
}
