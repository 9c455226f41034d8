package io.ris.hub.identity.directory;

import io.ris.hub.platform.HubService;
import io.ris.hub.platform.TenantCode;
import io.ris.settings.MappingRule;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * What groups and branches of the directory stand for. Names are compared whole and without regard to case; a rule names a
 * group by its distinguished name, or by its own name alone wherever it is. Immutable.
 */
@HubService
class DirectoryRules {

    private final List<MappingRule> roles;
    private final List<MappingRule> tenants;
    private final TenantCode defaultTenant;

    @Inject
    DirectoryRules(
            @ConfigProperty(name = "authentication.ldap.role_mapping") Optional<List<String>> roles,
            @ConfigProperty(name = "authentication.ldap.tenant_mapping") Optional<List<String>> tenants,
            @ConfigProperty(name = "multi_tenant.default_tenant") String defaultTenant) {
        this.roles = rules(roles);
        this.tenants = rules(tenants);
        this.defaultTenant = new TenantCode(defaultTenant);
    }

    private static List<MappingRule> rules(Optional<List<String>> texts) {
        return texts.orElse(List.of()).stream().map(MappingRule::parse).toList();
    }

    /** Whether a user belongs to a tenant; where nothing is said of tenants, to the default one alone. */
    boolean isOf(TenantCode tenant, DirectoryAnswer.Known user) {
        if (tenants.isEmpty()) {
            return tenant.equals(defaultTenant);
        }
        return tenants.stream()
                .filter(rule -> rule.to().equals(tenant.value()))
                .anyMatch(rule -> isBelow(user.dn(), rule.from())
                        || user.groups().stream().anyMatch(group -> names(rule.from(), group)));
    }

    /** The roles that a user has in a tenant: those of the groups, without groups that lie in another tenant's branch. */
    List<String> roles(TenantCode tenant, DirectoryAnswer.Known user) {
        List<String> groups = user.groups().stream()
                .filter(group -> !isOfAnotherTenant(tenant, group))
                .toList();
        return roles.stream()
                .filter(rule -> groups.stream().anyMatch(group -> names(rule.from(), group)))
                .map(MappingRule::to)
                .distinct()
                .toList();
    }

    private boolean isOfAnotherTenant(TenantCode tenant, String group) {
        List<MappingRule> branches = tenants.stream()
                .filter(rule -> !names(rule.from(), group) && isBelow(group, rule.from()))
                .toList();
        return !branches.isEmpty()
                && branches.stream().noneMatch(rule -> rule.to().equals(tenant.value()));
    }

    private static boolean names(String rule, String group) {
        Optional<LdapName> dn = name(group);
        if (dn.isEmpty() || dn.get().isEmpty()) {
            return false;
        }
        String ownName = dn.get().getRdn(dn.get().size() - 1).getValue().toString();
        return rule.equalsIgnoreCase(ownName)
                || name(rule).filter(dn.get()::equals).isPresent();
    }

    private static boolean isBelow(String dn, String branch) {
        return name(dn).flatMap(
                        entry -> name(branch).filter(above -> above.size() < entry.size() && entry.startsWith(above)))
                .isPresent();
    }

    private static Optional<LdapName> name(String text) {
        try {
            return Optional.of(new LdapName(text));
        } catch (InvalidNameException e) {
            return Optional.empty(); // a group's own name alone
        }
    }
}
