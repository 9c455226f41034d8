package io.ris.hub.tasks.targeting;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import java.util.stream.Stream;

/** How many of the agents that a target names get the task. */
public enum Strategy {
    /** The connected one with the most free places. */
    ANY,

    /** Each of them, as a job. */
    ALL;

    /** @throws IllegalArgumentException if there is none of that name */
    @JsonCreator
    public static Strategy parse(String name) {
        return Stream.of(values())
                .filter(strategy -> strategy.wireName().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("strategy must be any or all"));
    }

    /** As in JSON. */
    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
