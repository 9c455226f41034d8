package io.ris.settings;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A setting's defaults.
 *
 * @param general null where the setting may stay unset
 * @param embedded where no MongoDB server is named; null where that changes nothing
 * @param perEnvironment where an environment differs
 */
record Defaults<T>(@Nullable T general, @Nullable T embedded, Map<RuntimeEnvironment, T> perEnvironment) {

    @Nullable
    T in(RuntimeEnvironment environment, boolean embeddedStore) {
        T specific = perEnvironment.get(environment);
        if (specific != null) {
            return specific;
        }
        return embeddedStore && embedded != null ? embedded : general;
    }

    String describe() {
        StringBuilder text = new StringBuilder(general == null ? "none" : show(general));
        if (embedded != null) {
            text.append("; ").append(show(embedded)).append(" with the embedded store");
        }
        perEnvironment.forEach((environment, value) ->
                text.append("; ").append(show(value)).append(" in ").append(environment));
        return text.toString();
    }

    private static String show(Object value) {
        String text = SettingText.of(value);
        return text.isEmpty() ? "empty" : "`" + text + "`";
    }
}
