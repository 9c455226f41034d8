package io.ris.settings;

import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/** Values as people write them: {@code 30s} rather than {@code PT30S}. */
final class SettingText {

    private SettingText() {}

    static String of(Object value) {
        return switch (value) {
            case Duration duration -> Quantities.inWords(duration);
            case DataSize size -> Quantities.inWords(size);
            case List<?> items -> items.stream().map(String::valueOf).collect(Collectors.joining(","));
            default -> value.toString();
        };
    }
}
