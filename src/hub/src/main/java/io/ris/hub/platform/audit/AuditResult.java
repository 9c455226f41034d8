package io.ris.hub.platform.audit;

import java.util.Locale;

/** How it went. */
public enum AuditResult {
    SUCCESS,
    /** It was tried and could not be done, or its input was not good. */
    FAILURE,
    /** It was not allowed. */
    DENIED;

    /** Its name in JSON. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
