package io.ris.protocol;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** Identifies an agent for ever ({@code unique_client_id} in the seeds): 1 to 64 letters, digits, {@code -} or {@code _}. */
public record AgentId(@JsonValue String value) {

    /** @throws IllegalArgumentException if the text is not an id */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public AgentId {
        Ids.require("agent id", value);
    }

    @Override
    public String toString() {
        return value;
    }
}
