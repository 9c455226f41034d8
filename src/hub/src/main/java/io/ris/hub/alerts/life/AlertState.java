package io.ris.hub.alerts.life;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Where an alert stands. */
public enum AlertState {
    /** The condition holds, and not long enough yet. */
    PENDING,
    /** It holds; nobody has taken it on. */
    FIRING,
    /** It holds, and somebody has taken it on. */
    ACKNOWLEDGED,
    /** Over. */
    RESOLVED;

    /** Its name in JSON and in the store. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The state of a name, if there is one. */
    public static Optional<AlertState> find(String name) {
        return Stream.of(values())
                .filter(state -> state.wireName().equals(name))
                .findFirst();
    }
}
