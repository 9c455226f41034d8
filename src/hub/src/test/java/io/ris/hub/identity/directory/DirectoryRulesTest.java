package io.ris.hub.identity.directory;

import static org.assertj.core.api.Assertions.assertThat;

import io.ris.hub.platform.TenantCode;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DirectoryRulesTest {

    private static final TenantCode DEFAULT = new TenantCode("default");
    private static final TenantCode ACME = new TenantCode("acme");
    private static final TenantCode GLOBEX = new TenantCode("globex");

    @Test
    void countsUsersToTheDefaultTenantAloneWhereNothingIsSaidOfTenants() {
        DirectoryRules rules = rules(List.of(), List.of());

        assertThat(rules.isOf(DEFAULT, user("uid=a,ou=acme,dc=x"))).isTrue();
        assertThat(rules.isOf(ACME, user("uid=a,ou=acme,dc=x"))).isFalse();
    }

    @Test
    void countsUsersToTheTenantsOfTheirBranchAndOfTheirGroups() {
        DirectoryRules rules = rules(List.of(), List.of("ou=acme,dc=x -> acme", "cn=partners,ou=g,dc=x -> globex"));
        DirectoryAnswer.Known user = user("uid=a,OU=Acme, dc=x", "cn=Partners,ou=g,dc=x");

        assertThat(rules.isOf(ACME, user)).isTrue();
        assertThat(rules.isOf(GLOBEX, user)).isTrue();
        assertThat(rules.isOf(DEFAULT, user)).isFalse();
    }

    @Test
    void comparesNamesWhole() {
        DirectoryRules rules = rules(List.of("ops -> operator", "cn=adm,dc=x -> admin"), List.of("ou=a,dc=x -> acme"));

        assertThat(rules.roles(DEFAULT, user("uid=a,dc=x", "cn=ops2,dc=x", "cn=adm,ou=b,dc=x", "cn=adm2,dc=x")))
                .isEmpty();
        assertThat(rules.isOf(ACME, user("uid=u,ou=a2,dc=x"))).isFalse();
        assertThat(rules.isOf(ACME, user("uid=u,ou=xou=a,dc=x"))).isFalse();
    }

    @Test
    void givesTheRolesOfGroupsByEitherOfTheirNames() {
        DirectoryRules rules = rules(List.of("ops -> operator", "cn=adm\\, in,dc=x -> admin", "ops -> own"), List.of());

        assertThat(rules.roles(DEFAULT, user("uid=a,dc=x", "CN=Ops,ou=g,dc=x", "cn=adm\\2C in,dc=x")))
                .containsExactly("operator", "admin", "own");
    }

    @Test
    void doesNotCountGroupsOfAnotherTenantsBranch() {
        DirectoryRules rules =
                rules(List.of("ops -> operator"), List.of("ou=acme,dc=x -> acme", "ou=globex,dc=x -> globex"));
        DirectoryAnswer.Known user = user("uid=a,ou=acme,dc=x", "cn=ops,ou=globex,dc=x");

        assertThat(rules.roles(ACME, user)).isEmpty();
        assertThat(rules.roles(GLOBEX, user)).containsExactly("operator");
    }

    private static DirectoryRules rules(List<String> roles, List<String> tenants) {
        return new DirectoryRules(Optional.of(roles), Optional.of(tenants), "default");
    }

    private static DirectoryAnswer.Known user(String dn, String... groups) {
        return new DirectoryAnswer.Known(dn, "a", List.of(groups));
    }
}
