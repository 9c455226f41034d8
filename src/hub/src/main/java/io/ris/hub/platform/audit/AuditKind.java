package io.ris.hub.platform.audit;

import java.util.Locale;

/** What kind of thing happened: the names of {@code security.audit.events}. */
public enum AuditKind {
    /** Logins, logouts, refreshes, second factors, keys; agents that enrol or connect. */
    AUTHENTICATION,
    /** Requests that were refused for want of a permission. */
    AUTHORIZATION,
    /** Changes of users, roles, keys, tenants and settings. */
    ADMINISTRATION,
    /** Tasks that were submitted or cancelled. */
    TASK_EXECUTION,
    /** Agents that were added, changed, deleted, revoked. */
    CLIENT_MANAGEMENT;

    /** Its name in JSON and in settings. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
