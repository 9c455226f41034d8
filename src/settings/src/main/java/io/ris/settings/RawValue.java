package io.ris.settings;

import java.util.List;

/** A value as a source wrote it, before its key's type reads it. */
sealed interface RawValue {

    /** The text of an environment variable, which stands for any type. */
    record Variable(String text) implements RawValue {}

    record Text(String text) implements RawValue {}

    record Numeral(String digits) implements RawValue {}

    record Flag(boolean value) implements RawValue {}

    record Items(List<RawValue> items) implements RawValue {}

    record Section() implements RawValue {}

    record Null() implements RawValue {}

    /** What kind of value it is, for a message; never the value itself, which may be a secret. */
    default String kind() {
        return switch (this) {
            case Variable ignored -> "text";
            case Text ignored -> "text";
            case Numeral ignored -> "a number";
            case Flag ignored -> "true or false";
            case Items ignored -> "a list";
            case Section ignored -> "an object";
            case Null ignored -> "null";
        };
    }
}
