package io.ris.hub.tenancy.policy;

import java.util.Arrays;
import java.util.Locale;

/** Kinds of characters that a password may have to hold, in any script. */
public enum CharacterClass {
    LOWER("a lower case letter"),
    UPPER("an upper case letter"),
    DIGIT("a digit"),
    /** Whatever is neither letter nor digit: a blank too. */
    SYMBOL("a character that is neither letter nor digit");

    private final String words;

    CharacterClass(String words) {
        this.words = words;
    }

    /** @throws IllegalArgumentException if there is none of this name */
    static CharacterClass named(String name) {
        return Arrays.stream(values())
                .filter(one -> one.wireName().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(name + " is no class of characters"));
    }

    /** Its name in JSON and in settings. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What a text must hold, in words. */
    String words() {
        return words;
    }

    boolean isIn(String text) {
        return text.codePoints().anyMatch(this::holds);
    }

    private boolean holds(int character) {
        return switch (this) {
            case LOWER -> Character.isLowerCase(character);
            case UPPER -> Character.isUpperCase(character);
            case DIGIT -> Character.isDigit(character);
            case SYMBOL -> !Character.isLetterOrDigit(character);
        };
    }
}
