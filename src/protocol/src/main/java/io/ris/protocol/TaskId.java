package io.ris.protocol;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** Identifies a task within its tenant: 1 to 64 letters, digits, {@code -} or {@code _}. */
public record TaskId(@JsonValue String value) {

    /** @throws IllegalArgumentException if the text is not an id */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public TaskId {
        Ids.require("task id", value);
    }

    @Override
    public String toString() {
        return value;
    }
}
