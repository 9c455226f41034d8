package io.ris.hub.alerts.life;

import java.util.Locale;

/** Why an alert is over. */
public enum Resolution {
    /** The condition holds no more. */
    CONDITION,
    /** Nothing was heard of its subject for so long that nobody can tell. */
    NO_DATA,
    /** Somebody said so. */
    MANUAL,
    /** The rule was deleted or switched off. */
    RULE_GONE;

    /** Its name in JSON and in the store. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The resolution of a name. */
    static Resolution of(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT));
    }
}
