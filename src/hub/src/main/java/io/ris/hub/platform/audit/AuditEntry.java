package io.ris.hub.platform.audit;

import java.util.Map;

/**
 * One thing that happened. Who did it and from where is the thread's {@link io.ris.hub.platform.Origin}, whose tenant it
 * concerns the {@link io.ris.hub.platform.TenantScope}.
 *
 * @param action what was done: {@code thing.verb}, such as {@code user.create}
 * @param resource what it was done to: a path or {@code kind/id}
 * @param details what else matters; no secrets
 */
public record AuditEntry(
        AuditKind kind, String action, String resource, AuditResult result, Map<String, String> details) {

    public AuditEntry {
        details = Map.copyOf(details);
    }

    /** An entry that needs no details. */
    public static AuditEntry of(AuditKind kind, String action, String resource, AuditResult result) {
        return new AuditEntry(kind, action, resource, result, Map.of());
    }
}
