package io.ris.protocol;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** How an attempt ended on the agent. */
public enum ResultStatus {
    COMPLETED,
    FAILED,
    TIMEOUT,
    CANCELLED;

    /** The name in JSON. */
    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
