package io.ris.cli.up;

import static org.assertj.core.api.Assertions.assertThat;

import io.ris.settings.Settings;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DirectoryVariablesTest {

    private final Map<String, String> environment = new HashMap<>(Map.of(
            "RIS_AUTHENTICATION_LDAP_ENABLED", "true",
            "RIS_AUTHENTICATION_LDAP_URL", "ldap://directory.example",
            "RIS_AUTHENTICATION_LDAP_BASE_DN", "ou=users,dc=example,dc=com",
            "RIS_AUTHENTICATION_LDAP_BIND_DN", "cn=reader,dc=example,dc=com",
            "RIS_AUTHENTICATION_LDAP_BIND_PASSWORD", "secret"));

    @Test
    void areNoneWhereNoDirectoryIsSwitchedOn() throws Exception {
        environment.put("RIS_AUTHENTICATION_LDAP_ENABLED", "false");

        assertThat(variables()).isEmpty();
    }

    @Test
    void sayTheDefaultsInTheServersTerms() throws Exception {
        assertThat(variables())
                .containsEntry("LIBERTY_DIRECTORY", "ldap.xml")
                .containsEntry("LIBERTY_LDAP_HOST", "directory.example")
                .containsEntry("LIBERTY_LDAP_PORT", "389")
                .containsEntry("LIBERTY_LDAP_TLS", "false")
                .containsEntry("LIBERTY_LDAP_BASE_DN", "ou=users,dc=example,dc=com")
                .containsEntry("LIBERTY_LDAP_GROUPS", "ou=users,dc=example,dc=com")
                .containsEntry("LIBERTY_LDAP_USER_FILTER", "(uid=%v)")
                .containsEntry("LIBERTY_LDAP_USER_NAME", "uid")
                .containsEntry("LIBERTY_LDAP_MEMBER", "member")
                .containsEntry("LIBERTY_LDAP_GROUP_CLASS", "groupOfNames")
                .containsEntry("LIBERTY_LDAP_TIMEOUT", "5000ms");
    }

    @Test
    void sayTheFiltersOfAnActiveDirectory() throws Exception {
        environment.put("RIS_AUTHENTICATION_LDAP_URL", "ldaps://dc1.example:3269");
        environment.put(
                "RIS_AUTHENTICATION_LDAP_USER_FILTER",
                "(&(objectClass=user)(|(sAMAccountName=%s)(userPrincipalName=%s)))");
        environment.put("RIS_AUTHENTICATION_LDAP_GROUP_FILTER", "(&(objectClass=group)(member=%s))");

        assertThat(variables())
                .containsEntry("LIBERTY_LDAP_PORT", "3269")
                .containsEntry("LIBERTY_LDAP_TLS", "true")
                .containsEntry(
                        "LIBERTY_LDAP_USER_FILTER", "(&(objectClass=user)(|(sAMAccountName=%v)(userPrincipalName=%v)))")
                .containsEntry("LIBERTY_LDAP_USER_NAME", "sAMAccountName")
                .containsEntry("LIBERTY_LDAP_USER_CLASS", "user")
                .containsEntry("LIBERTY_LDAP_GROUP_CLASS", "group");
    }

    @Test
    void letTheServerSearchBelowWhatUsersAndGroupsHaveInCommon() throws Exception {
        environment.put("RIS_AUTHENTICATION_LDAP_GROUP_BASE_DN", "ou=Groups, DC=Example,dc=com");

        assertThat(variables())
                .containsEntry("LIBERTY_LDAP_BASE_DN", "dc=example,dc=com")
                .containsEntry("LIBERTY_LDAP_USERS", "ou=users,dc=example,dc=com")
                .containsEntry("LIBERTY_LDAP_GROUPS", "ou=Groups, DC=Example,dc=com");
    }

    private Map<String, String> variables() throws Exception {
        return DirectoryVariables.of(Settings.load(environment));
    }
}
