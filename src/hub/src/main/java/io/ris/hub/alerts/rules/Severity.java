package io.ris.hub.alerts.rules;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** How bad it is. */
public enum Severity {
    /** Good to know. */
    INFO,
    /** To be looked at in working hours. */
    WARNING,
    /** To be looked at now. */
    CRITICAL;

    /** Its name in JSON and in the store. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The severity of a name, if there is one. */
    public static Optional<Severity> find(String name) {
        return Stream.of(values())
                .filter(severity -> severity.wireName().equals(name))
                .findFirst();
    }
}
