package io.ris.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DirectorySettingsTest {

    private static final Map<String, String> GIVEN = Map.of(
            "RIS_AUTHENTICATION_LDAP_ENABLED", "true",
            "RIS_AUTHENTICATION_LDAP_URL", "ldap://directory.example",
            "RIS_AUTHENTICATION_LDAP_BASE_DN", "ou=users,dc=example,dc=com",
            "RIS_AUTHENTICATION_LDAP_BIND_DN", "cn=reader,dc=example,dc=com",
            "RIS_AUTHENTICATION_LDAP_BIND_PASSWORD", "secret");

    @Test
    void takesNamesWithCommasFromVariables() throws Exception {
        Map<String, String> variables = new HashMap<>(GIVEN);
        variables.put(
                "RIS_AUTHENTICATION_LDAP_ROLE_MAPPING",
                "cn=ops\\,ou=groups\\,dc=example\\,dc=com -> operator, admins -> admin");

        assertThat(Settings.load(variables).get(DirectorySettings.ROLE_MAPPING))
                .containsExactly("cn=ops,ou=groups,dc=example,dc=com -> operator", "admins -> admin");
    }

    @Test
    void namesWhatADirectoryNeeds() {
        assertThat(problems(Map.of("RIS_AUTHENTICATION_LDAP_ENABLED", "true")))
                .extracting(Problem::key)
                .containsExactlyInAnyOrder(
                        "authentication.ldap.url",
                        "authentication.ldap.base_dn",
                        "authentication.ldap.bind_dn",
                        "authentication.ldap.bind_password");
    }

    @Test
    void refusesWhatIsNoNameFilterOrMapping() {
        Map<String, String> variables = new HashMap<>(GIVEN);
        variables.put("RIS_AUTHENTICATION_LDAP_BASE_DN", "users");
        variables.put("RIS_AUTHENTICATION_LDAP_USER_FILTER", "uid=%s");
        variables.put("RIS_AUTHENTICATION_LDAP_GROUP_FILTER", "(&(ou=a)(member=%s))");
        variables.put("RIS_AUTHENTICATION_LDAP_TENANT_MAPPING", "ou=acme");

        assertThat(problems(variables))
                .extracting(Problem::key)
                .contains(
                        "authentication.ldap.base_dn",
                        "authentication.ldap.user_filter",
                        "authentication.ldap.group_filter",
                        "authentication.ldap.tenant_mapping");
    }

    @Test
    void productionSendsNoPasswordInTheClear() {
        Map<String, String> variables = new HashMap<>(GIVEN);
        variables.put("RIS_ENV", "production");
        assertThat(problems(variables)).extracting(Problem::key).contains("authentication.ldap.url");

        variables.put("RIS_AUTHENTICATION_LDAP_URL", "ldaps://directory.example");
        assertThat(problems(variables)).extracting(Problem::key).doesNotContain("authentication.ldap.url");
    }

    private static List<Problem> problems(Map<String, String> variables) {
        return catchThrowableOfType(InvalidSettingsException.class, () -> Settings.load(variables))
                .problems();
    }
}
