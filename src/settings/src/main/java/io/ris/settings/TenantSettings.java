package io.ris.settings;

import static io.ris.settings.Constraint.between;

import java.time.Duration;
import java.util.List;

/** Tenants: whether there are several, and what becomes of their codes. */
public final class TenantSettings {

    public static final Setting<Boolean> ENABLED = Definition.flag("multi_tenant.enabled", true)
            .effect("Whether there may be more than the default tenant; others that are there go on.");

    public static final Setting<String> ISOLATION = Definition.choice("multi_tenant.tenant_isolation", "database")
            .effect("How tenants' data is kept apart: each has a database of its own.");

    public static final Setting<Duration> CODE_REST = Definition.duration("multi_tenant.code_rest")
            .allow(between(Duration.ofSeconds(1), Duration.ofDays(3650)))
            .defaultsTo(Duration.ofDays(30))
            .effect("How long the code of a deleted tenant may not be used again.");

    public static final Setting<Boolean> AUTO_PROVISION = Definition.flag("multi_tenant.auto_provision", false)
            .effect(
                    "Whether a tenant that is not there is made by the first login of somebody of whom LDAP or OpenID Connect"
                            + " says that they belong to it.");

    static final List<Setting<?>> ALL = List.of(ENABLED, ISOLATION, CODE_REST, AUTO_PROVISION);

    private TenantSettings() {}
}
