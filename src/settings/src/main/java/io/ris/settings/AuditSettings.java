package io.ris.settings;

import static io.ris.settings.Constraint.between;
import static io.ris.settings.Constraint.each;

import java.util.List;

/** The audit trail. */
public final class AuditSettings {

    /** Whatever the hub tells of is of one of these kinds. */
    private static final List<String> KINDS =
            List.of("authentication", "authorization", "administration", "task_execution", "client_management");

    public static final Setting<Boolean> ENABLED = Definition.flag("security.audit.enabled", true)
            .effect(
                    "Whether an audit trail is written; while it is and cannot be, logins, tasks and changes are refused.");

    public static final Setting<List<String>> EVENTS = Definition.list("security.audit.events")
            .allow(each("of " + String.join(", ", KINDS), KINDS::contains))
            .defaultsTo(KINDS)
            .because("a trail without the changes of users, roles and tenants would lack what it is read for")
            .effect("Kinds of events in the audit trail.");

    public static final Setting<Integer> RETENTION_DAYS = Definition.number("security.audit.retention_days")
            .allow(between(1, 3650))
            .defaultsTo(90)
            .in(RuntimeEnvironment.PRODUCTION, 365)
            .effect("Days that the audit trail is kept.");

    public static final Setting<String> FORMAT = Definition.choice("security.audit.format", "json", "csv")
            .effect("Form of audit exports where none is asked for.");

    static final List<Setting<?>> ALL = List.of(ENABLED, EVENTS, RETENTION_DAYS, FORMAT);

    private AuditSettings() {}
}
