package io.ris.protocol;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** The five priorities of a task; in JSON their number, 1 to 5, or their name. */
public enum Priority {
    LOWEST(1),
    LOW(2),
    NORMAL(3),
    HIGH(4),
    CRITICAL(5);

    private final int level;

    Priority(int level) {
        this.level = level;
    }

    /** 1 (lowest) to 5 (critical). */
    @JsonValue
    public int level() {
        return level;
    }

    /**
     * The priority of a level.
     *
     * @throws IllegalArgumentException outside 1 to 5
     */
    public static Priority ofLevel(int level) {
        if (level < 1 || level > values().length) {
            throw new IllegalArgumentException("priority must be 1 to 5");
        }
        return values()[level - 1];
    }

    /**
     * Reads a number from 1 to 5 or a name such as {@code "high"}.
     *
     * @throws IllegalArgumentException for anything else
     */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static Priority parse(Object value) {
        if (value instanceof Integer level) {
            return ofLevel(level);
        }
        String name = value.toString();
        if (name.length() == 1 && Character.isDigit(name.charAt(0))) {
            return ofLevel(name.charAt(0) - '0');
        }
        for (Priority priority : values()) {
            if (priority.name().toLowerCase(Locale.ROOT).equals(name)) {
                return priority;
            }
        }
        throw new IllegalArgumentException("priority must be 1 to 5 or lowest, low, normal, high, critical");
    }
}
