package io.ris.settings;

import static io.ris.settings.Constraint.between;
import static io.ris.settings.Constraint.each;
import static io.ris.settings.Constraint.matching;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Users of an LDAP directory. */
public final class DirectorySettings {

    private static final Constraint<String> DN = new Constraint<>("a distinguished name", DirectoryFilter::isName);

    public static final Setting<Boolean> ENABLED = Definition.flag("authentication.ldap.enabled", false)
            .effect("Whether users of an LDAP directory can log in, beside the hub's own.");

    public static final Setting<String> URL = Definition.text("authentication.ldap.url")
            .allow(matching("ldap://HOST[:PORT] or ldaps://HOST[:PORT]", "ldaps?://[^/\\s?#@]+/?"))
            .effect("The LDAP server.");

    public static final Setting<Path> CA_FILE = Definition.path("authentication.ldap.ca_file")
            .effect("PEM file with the CA of the LDAP server; that of the JDK where none is given.");

    public static final Setting<String> BASE_DN =
            Definition.text("authentication.ldap.base_dn").allow(DN).effect("Where users are searched.");

    public static final Setting<String> GROUP_BASE_DN = Definition.text("authentication.ldap.group_base_dn")
            .allow(DN)
            .effect("Where groups are searched; where users are, if not given.");

    public static final Setting<String> BIND_DN = Definition.text("authentication.ldap.bind_dn")
            .allow(matching("not blank", ".*\\S.*"))
            .effect("Who searches.");

    public static final Setting<String> BIND_PASSWORD = Definition.text("authentication.ldap.bind_password")
            .allow(matching("not empty", "(?s).+"))
            .secret()
            .effect("Password of who searches.");

    public static final Setting<String> USER_FILTER = Definition.text("authentication.ldap.user_filter")
            .allow(new Constraint<>(
                    "an LDAP filter with (ATTRIBUTE=%s)",
                    text -> DirectoryFilter.parse(text).isPresent()))
            .defaultsTo("(uid=%s)")
            .effect(
                    "Filter that finds a user; `%s` is the name. The attribute compared with it first is the user's name.");

    public static final Setting<String> GROUP_FILTER = Definition.text("authentication.ldap.group_filter")
            .allow(new Constraint<>(
                    "(ATTRIBUTE=%s), with one (objectClass=CLASS) at most",
                    text -> DirectoryFilter.parse(text)
                            .filter(DirectoryFilter::isMembership)
                            .isPresent()))
            .defaultsTo("(member=%s)")
            .effect("Filter that finds a user's groups; `%s` is the user's distinguished name.");

    public static final Setting<Boolean> NESTED_GROUPS = Definition.flag("authentication.ldap.nested_groups", false)
            .effect("Whether who is in a group is also in the groups that it is in.");

    public static final Setting<List<String>> ROLE_MAPPING = Definition.list("authentication.ldap.role_mapping")
            .allow(each("GROUP -> ROLE", MappingRule::isValid))
            .defaultsTo(List.of())
            .effect("Roles of groups; a group is named whole, by its distinguished name or its own name alone.");

    public static final Setting<List<String>> TENANT_MAPPING = Definition.list("authentication.ldap.tenant_mapping")
            .allow(each("GROUP or BRANCH -> TENANT", MappingRule::isValid))
            .defaultsTo(List.of())
            .effect("Tenants of groups, or of users below a branch; without any, users belong to the default tenant.");

    public static final Setting<Duration> TIMEOUT = Definition.duration("authentication.ldap.timeout")
            .allow(between(Duration.ofSeconds(1), Duration.ofMinutes(1)))
            .defaultsTo(Duration.ofSeconds(5))
            .effect("How long the directory may take to check a user.");

    static final List<Setting<?>> ALL = List.of(
            ENABLED,
            URL,
            CA_FILE,
            BASE_DN,
            GROUP_BASE_DN,
            BIND_DN,
            BIND_PASSWORD,
            USER_FILTER,
            GROUP_FILTER,
            NESTED_GROUPS,
            ROLE_MAPPING,
            TENANT_MAPPING,
            TIMEOUT);

    private DirectorySettings() {}
}
