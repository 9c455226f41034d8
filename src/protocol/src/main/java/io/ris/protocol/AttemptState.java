package io.ris.protocol;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Where an attempt stands in an agent's journal, as {@code hello} tells it. */
public enum AttemptState {
    /** Journalled, not begun: the hub may still take it back. */
    ACCEPTED,
    /** Begun: it may have had effects. */
    STARTED,
    /** Over; its result follows after {@code welcome}, until it is acknowledged. */
    FINISHED;

    /** The name in JSON. */
    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
