package io.ris.hub.fleet;

import io.ris.hub.platform.HubException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Labels of agents, stored as {@code name=value}. */
public final class Labels {

    private static final int MAX_LABELS = 64;
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9._/-]{0,61}[A-Za-z0-9])?");
    private static final Pattern VALUE = Pattern.compile("[A-Za-z0-9._/:@ -]{0,128}");

    private Labels() {}

    /** @throws HubException.Invalid if a label breaks a rule; empty for null */
    @SuppressWarnings("ConstantValue") // JSON may hold null values
    public static Optional<List<String>> toList(@Nullable Map<String, String> labels) {
        if (labels == null) {
            return Optional.empty();
        }
        if (labels.size() > MAX_LABELS) {
            throw HubException.Invalid.rule("labels", "may be at most " + MAX_LABELS);
        }
        labels.forEach((name, value) -> {
            if (!NAME.matcher(name).matches()) {
                throw HubException.Invalid.rule(
                        "labels", "has a name that is not 1 to 63 letters, digits, '.', '_', '/', '-'");
            }
            if (value == null || !VALUE.matcher(value).matches()) {
                throw HubException.Invalid.rule(
                        "labels." + name, "is not at most 128 letters, digits, spaces or ._/:@-");
            }
        });
        return Optional.of(labels.entrySet().stream()
                .map(label -> label.getKey() + "=" + label.getValue())
                .toList());
    }

    /** Stored labels by their names, in the order in which they are stored. */
    public static Map<String, String> toMap(List<String> labels) {
        Map<String, String> byName = new LinkedHashMap<>();
        for (String label : labels) {
            int equals = label.indexOf('=');
            byName.put(label.substring(0, equals), label.substring(equals + 1));
        }
        return byName;
    }
}
