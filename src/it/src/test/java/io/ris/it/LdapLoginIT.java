package io.ris.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Logins of users whom a real OpenLDAP knows, and of the hub's own while it is in trouble. */
@ExtendWith(SharedHub.class)
class LdapLoginIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final OpenLdap DIRECTORY = new OpenLdap();
    private static final Hub HUB = Hub.withoutAgent()
            .with("RIS_AUTHENTICATION_LDAP_ENABLED", "true")
            .with("RIS_AUTHENTICATION_LDAP_URL", DIRECTORY.tlsUrl())
            .with("RIS_AUTHENTICATION_LDAP_CA_FILE", DIRECTORY.caFile().toString())
            .with("RIS_AUTHENTICATION_LDAP_BASE_DN", OpenLdap.BASE)
            .with("RIS_AUTHENTICATION_LDAP_BIND_DN", OpenLdap.READER)
            .with("RIS_AUTHENTICATION_LDAP_BIND_PASSWORD", "reader-password")
            .with("RIS_AUTHENTICATION_LDAP_NESTED_GROUPS", "true")
            .with("RIS_AUTHENTICATION_LDAP_TIMEOUT", "2s")
            .with("RIS_AUTHENTICATION_LDAP_ROLE_MAPPING", "operators -> operator, admins -> admin")
            .with(
                    "RIS_AUTHENTICATION_LDAP_TENANT_MAPPING",
                    escaped("ou=acme," + OpenLdap.BASE) + " -> default," + escaped("ou=globex," + OpenLdap.BASE)
                            + " -> globex");

    private static String escaped(String item) {
        return item.replace(",", "\\,");
    }

    @BeforeAll
    static void start() {
        DIRECTORY.start();
        HUB.start();
    }

    @AfterAll
    static void stop() {
        HUB.close();
        DIRECTORY.close();
    }

    @Test
    void givesTheRolesOfTheGroups() {
        assertThat(roles(login("alice"))).containsExactly("operator");
        assertThat(roles(login("bert"))).as("by way of a group in a group").containsExactly("admin");
    }

    @Test
    void takesARoleAwayWithTheGroup() {
        String group = "cn=leads,ou=acme," + OpenLdap.BASE;
        DIRECTORY.add(group, "member", "uid=alice,ou=acme," + OpenLdap.BASE);
        try {
            assertThat(roles(login("alice"))).containsExactlyInAnyOrder("operator", "admin");
        } finally {
            DIRECTORY.remove(group, "member", "uid=alice,ou=acme," + OpenLdap.BASE);
        }
        assertThat(roles(login("alice"))).containsExactly("operator");
    }

    @Test
    void knowsAUserWithStrangeCharactersInTheName() {
        assertThat(roles(login("juergen"))).containsExactly("operator");
    }

    @Test
    void isOneUserHoweverTheNameIsTyped() {
        String first = login("alice").path("user").path("id").asText();

        JsonNode user = HUB.api().login("ALICE", "alice-password").data().path("user");
        assertThat(user.path("id").asText()).isEqualTo(first);
        assertThat(user.path("username").asText()).isEqualTo("alice");
    }

    @Test
    void saysTheSameToAWrongPasswordAnUnknownUserAndALockedOne() {
        Reply wrong = refused("alice", "wrong");

        assertThat(List.of(
                        refused("nobody", "wrong"),
                        refused("locked", "locked-password"),
                        refused("greta", "greta-password"),
                        refused("admin", "wrong")))
                .allSatisfy(reply -> assertThat(reply.json().path("detail").asText())
                        .isEqualTo(wrong.json().path("detail").asText()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "*",
                "al*",
                "*)(uid=*",
                "alice)(uid=*",
                "alice)(|(uid=*",
                "ali\\63e",
                "alice\\",
                "alice\0",
                "alice\0*",
                "al\u00ADice",
                "\uFF41lice",
                "uid=alice,ou=acme,dc=example,dc=test",
                "UID=Alice, OU=acme,dc=example,dc=test"
            })
    void takesANameForANameAlone(String name) {
        refused(name, "alice-password");
    }

    @Test
    void refusesAnEmptyPassword() {
        assertThat(HUB.api().login("alice", "").status()).isIn(401, 422);
    }

    @Test
    void makesNoTenantUnlessToldTo() {
        HUB.api().login("greta", "greta-password", "globex").expectProblem(401, "login_failed");

        HUB.admin().get("/platform/v1/tenants/globex").expectProblem(404, "tenant_not_found");
    }

    @Test
    void leavesTheNameOfALocalUserToThatUser() {
        refused("admin", "admin-password");

        HUB.api().login("admin", HUB.password()).expect(200);
    }

    @Test
    void saysThatTheDirectoryIsDownAndLetsLocalUsersIn() {
        DIRECTORY.stop();
        try {
            unavailable("alice");
            HUB.api().login("admin", HUB.password()).expect(200);
            refused("admin", "wrong");
            awaitState("silent");
            HUB.api().get("/ready").expect(200);
        } finally {
            DIRECTORY.start();
        }
        login("alice");
        awaitState("answers");
    }

    @Test
    void isNotHeldUpByADirectoryThatAcceptsAndSaysNothing() {
        DIRECTORY.hang();
        try {
            List<CompletableFuture<Reply>> waiting = List.of(later("alice"), later("bert"), later("juergen"));
            HUB.api().login("admin", HUB.password()).expect(200);
            waiting.forEach(reply -> reply.join().expectProblem(503, "directory_unavailable"));
            HUB.api().get("/ready").expect(200);
        } finally {
            DIRECTORY.goOn();
        }
        await("the directory is asked again")
                .atMost(PATIENCE)
                .until(() -> HUB.api().login("alice", "alice-password").status() == 200);
    }

    @Test
    void saysThatTheDirectoryCannotBeAskedWhereItRefusesTheHub() {
        DIRECTORY.replace(OpenLdap.READER, "userPassword", "another");
        DIRECTORY.stop();
        DIRECTORY.start();
        try {
            unavailable("alice");
            HUB.api().login("admin", HUB.password()).expect(200);
        } finally {
            DIRECTORY.replace(OpenLdap.READER, "userPassword", "reader-password");
        }
        login("alice");
    }

    @Test
    void writesNoPasswordToItsLog() {
        login("alice");
        refused("alice", "a-canary-password");

        assertThat(Scratch.read(HUB.dataDir().resolve("hub").resolve("hub.log")))
                .doesNotContain("alice-password", "a-canary-password", "reader-password");
    }

    private static JsonNode login(String name) {
        return HUB.api().login(name, name + "-password").expect(200).data();
    }

    private static CompletableFuture<Reply> later(String name) {
        return CompletableFuture.supplyAsync(() -> HUB.api().login(name, name + "-password"));
    }

    private static List<String> roles(JsonNode login) {
        RisApi api = HUB.api().withToken(login.path("access_token").asText());
        return api.get("/auth/me")
                .expect(200)
                .data()
                .path("roles")
                .valueStream()
                .map(JsonNode::asText)
                .toList();
    }

    private static Reply refused(String name, String password) {
        Reply reply = HUB.api().login(name, password);
        reply.expectProblem(401, "login_failed");
        return reply;
    }

    private static void unavailable(String name) {
        Reply reply = HUB.api().login(name, name + "-password");
        reply.expectProblem(503, "directory_unavailable");
        assertThat(reply.header("retry-after")).isNotBlank();
    }

    private static void awaitState(String state) {
        await("the directory in the health checks").atMost(PATIENCE).until(() -> HUB.api()
                .get("/health/ready")
                .expect(200)
                .json()
                .path("checks")
                .valueStream()
                .anyMatch(check -> check.path("name").asText().equals("directory")
                        && check.path("data").path("state").asText().equals(state)));
    }
}
