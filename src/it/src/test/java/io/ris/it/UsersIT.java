package io.ris.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Users and what becomes of them: invited, given roles, restricted, disabled, deleted. */
@ExtendWith(SharedHub.class)
class UsersIT {

    private static final Duration AT_ONCE = Duration.ofSeconds(5);

    private final Hub hub;

    UsersIT(Hub hub) {
        this.hub = hub;
    }

    @Test
    void anInvitedUserChoosesAPasswordOnce() {
        Person person = Person.added(hub, "operator");
        String token = invitation(person);
        Map<String, String> acceptance = Map.of("token", token, "password", person.password());
        hub.api().login(person.name(), "nobody's password").expect(401);

        hub.api()
                .post("/auth/invitation", Map.of("token", token, "password", "short"))
                .expect(422);
        hub.api().post("/auth/invitation", acceptance).expect(200);

        assertThat(person.loggedIn()
                        .get("/auth/me")
                        .data()
                        .path("roles")
                        .path(0)
                        .asText())
                .isEqualTo("operator");
        hub.api().post("/auth/invitation", acceptance).expectProblem(401, "invitation_over");
        hub.api().login(person.name() + "@EXAMPLE.org", person.password()).expect(200);
    }

    @Test
    void aNewInvitationTakesThePlaceOfTheOneBefore() {
        Person person = Person.added(hub);
        String first = invitation(person);
        String second = invitation(person);

        hub.api()
                .post("/auth/invitation", Map.of("token", first, "password", person.password()))
                .expect(401);
        hub.api()
                .post("/auth/invitation", Map.of("token", second, "password", person.password()))
                .expect(200);
    }

    private String invitation(Person person) {
        return hub.admin()
                .post(person.path() + "/invitation", Map.of())
                .expect(201)
                .data()
                .path("token")
                .asText();
    }

    @Test
    void whatARoleAllowsFollowsTheUserAndNotTheToken() {
        Person person = Person.invited(hub, "readonly");
        RisApi api = person.loggedIn();
        api.get("/platform/v1/users").expect(403);

        hub.admin().put(person.path(), Map.of("roles", List.of("admin"))).expect(200);
        await("a role given")
                .atMost(AT_ONCE)
                .until(() -> api.get("/platform/v1/users").status() == 200);

        hub.admin().put(person.path(), Map.of("roles", List.of())).expect(200);
        await("a role taken")
                .atMost(AT_ONCE)
                .until(() -> api.get("/platform/v1/users").status() == 403);
        assertThat(api.get("/auth/me").data().path("role").asText()).isEqualTo("readonly");
    }

    @Test
    void aTenantsOwnRoleAllowsWhatItSaysAndWhatItInherits() {
        RisApi admin = hub.admin();
        admin.post(
                        "/platform/v1/roles",
                        Map.of("name", "auditor", "inherits", List.of("readonly"), "permissions", List.of("user:read")))
                .expect(201);
        Person person = Person.invited(hub, "auditor");
        RisApi api = person.loggedIn();
        api.get("/platform/v1/users").expect(200);
        api.get("/platform/v1/ris").expect(200);
        api.post("/platform/v1/users", Map.of("username", "x")).expect(403);
        admin.delete("/platform/v1/roles/auditor").expectProblem(409, "role_held");

        String tag = admin.get("/platform/v1/roles/auditor").expect(200).header("etag");
        admin.put("/platform/v1/roles/auditor", Map.of("inherits", List.of("readonly"), "permissions", List.of()))
                .expect(200);
        await("a permission taken")
                .atMost(AT_ONCE)
                .until(() -> api.get("/platform/v1/users").status() == 403);
        admin.send(admin.request("/platform/v1/roles/auditor")
                        .header("If-Match", tag)
                        .DELETE())
                .expect(412);
        admin.delete(person.path()).expect(200);
        admin.delete("/platform/v1/roles/auditor").expect(200);
    }

    @Test
    void rolesThatComeWithTheHubStayAndCirclesAreRefused() {
        RisApi admin = hub.admin();
        admin.put("/platform/v1/roles/readonly", Map.of("permissions", List.of("user:write")))
                .expectProblem(409, "role_builtin");
        admin.delete("/platform/v1/roles/admin").expectProblem(409, "role_builtin");
        admin.post("/platform/v1/roles", Map.of("name", "one", "inherits", List.of("readonly")))
                .expect(201);
        admin.post("/platform/v1/roles", Map.of("name", "two", "inherits", List.of("one")))
                .expect(201);
        admin.put("/platform/v1/roles/one", Map.of("inherits", List.of("two"))).expect(422);
        admin.put("/platform/v1/roles/one", Map.of("inherits", List.of("one"))).expect(422);
        admin.post("/platform/v1/roles", Map.of("name", "three", "inherits", List.of("super_admin")))
                .expect(422);
        admin.post("/platform/v1/roles", Map.of("name", "three", "permissions", List.of("tenant:act")))
                .expect(422);
        admin.post("/platform/v1/roles", Map.of("name", "three", "permissions", List.of("user:rea")))
                .expect(422);
        admin.delete("/platform/v1/roles/one").expectProblem(409, "role_held");
        admin.delete("/platform/v1/roles/two").expect(200);
        admin.delete("/platform/v1/roles/one").expect(200);
    }

    @Test
    void nobodyGivesWhatTheyDoNotHold() {
        RisApi admin = Person.invited(hub, "admin").loggedIn();
        Person colleague = Person.invited(hub, "readonly");
        JsonNode first = hub.admin().get("/auth/me").data();
        String superAdmin = "/platform/v1/users/" + first.path("id").asText();

        admin.put(colleague.path(), Map.of("roles", List.of("super_admin"))).expect(403);
        admin.post("/platform/v1/users", Map.of("username", "own-super", "roles", List.of("super_admin")))
                .expect(403);
        admin.post(superAdmin + "/password", Map.of("password", "a password of my own choice"))
                .expect(403);
        admin.post(superAdmin + "/invitation", Map.of()).expect(403);
        admin.put(superAdmin, Map.of("status", "disabled")).expect(403);
        admin.delete(superAdmin).expect(403);
        admin.delete(superAdmin + "/sessions").expect(403);
        admin.delete(superAdmin + "/mfa").expect(403);
        String own =
                "/platform/v1/users/" + admin.get("/auth/me").data().path("id").asText();
        admin.delete(own + "/mfa").expect(422);
        admin.post(own + "/invitation", Map.of()).expect(422);
        admin.post(own + "/password", Map.of("password", "a password of my own choice"))
                .expect(422);
        admin.post(
                        "/platform/v1/api-keys",
                        Map.of("name", "x", "user_id", first.path("id").asText(), "scopes", List.of("tenant:act")))
                .expect(403);

        RisApi operator = Person.invited(hub, "operator").loggedIn();
        operator.put(colleague.path(), Map.of("roles", List.of())).expect(403);
        admin.put(colleague.path(), Map.of("roles", List.of("operator"))).expect(200);
    }

    @Test
    void theLastWhoAdministersAllTenantsStays() {
        Person second = Person.invited(hub, "super_admin");
        RisApi api = second.loggedIn();
        String first = "/platform/v1/users/"
                + hub.admin().get("/auth/me").data().path("id").asText();
        hub.admin().put(first, Map.of("roles", List.of("admin"))).expect(200);

        api.put(second.path(), Map.of("roles", List.of("admin"))).expectProblem(409, "last_super_admin");
        api.put(second.path(), Map.of("status", "disabled")).expect(422);
        api.delete(second.path()).expect(422);

        api.put(first, Map.of("roles", List.of("super_admin"))).expect(200);
        hub.admin().delete(second.path()).expect(200);
        api.get("/auth/me").expect(401);
    }

    @Test
    void whoIsDisabledIsOutAtOnceAndLearnsNothing() {
        Person person = Person.invited(hub, "operator");
        RisApi api = person.loggedIn();

        hub.admin().put(person.path(), Map.of("status", "disabled")).expect(200);

        await("the end of the session")
                .atMost(AT_ONCE)
                .until(() -> api.get("/auth/me").status() == 401);
        Reply right = person.login().expect(401);
        Reply wrong = hub.api().login(person.name(), "wrong").expect(401);
        assertThat(right.json().path("detail")).isEqualTo(wrong.json().path("detail"));
        hub.admin().put(person.path(), Map.of("status", "active")).expect(200);
        person.login().expect(200);
    }

    @Test
    void whoMustChangeThePasswordDoesNothingBefore() {
        Person person = Person.invited(hub, "operator");
        RisApi other = person.loggedIn();
        hub.admin()
                .post(person.path() + "/password", Map.of("password", "given by an administrator"))
                .expect(200);
        other.get("/auth/me").expect(401);
        RisApi api = hub.api()
                .withToken(hub.api()
                        .login(person.name(), "given by an administrator")
                        .data()
                        .path("access_token")
                        .asText());
        api.get("/platform/v1/ris").expect(403);
        assertThat(api.get("/auth/me").data().path("must_change_password").asBoolean())
                .isTrue();

        api.post("/auth/password", change("wrong", person.password())).expect(422);
        api.post("/auth/password", change("given by an administrator", "short")).expect(422);
        api.post("/auth/password", change("given by an administrator", "given by an administrator"))
                .expect(422);
        api.post("/auth/password", change("given by an administrator", person.password()))
                .expect(200);

        api.get("/platform/v1/ris").expect(200);
        person.login().expect(200);
    }

    private static Map<String, String> change(String present, String next) {
        return Map.of("current_password", present, "new_password", next);
    }

    @Test
    void aPasswordThatIsChangedEndsTheOtherSessionsOnly() {
        Person person = Person.invited(hub, "operator");
        RisApi one = person.loggedIn();
        RisApi other = person.loggedIn();

        one.post("/auth/password", change(person.password(), "another one altogether"))
                .expect(200);

        one.get("/auth/me").expect(200);
        other.get("/auth/me").expect(401);
        person.login().expect(401);
    }

    @Test
    void namesAndAddressesAreUniqueWhateverTheirCase() {
        Person person = Person.added(hub);
        RisApi admin = hub.admin();
        admin.post("/platform/v1/users", Map.of("username", person.name().toUpperCase(Locale.ROOT)))
                .expect(409);
        admin.post("/platform/v1/users", Map.of("username", person.name() + "@example.org"))
                .expect(409);
        Person other = Person.added(hub);
        admin.put(other.path(), Map.of("email", person.name() + "@Example.ORG")).expect(409);
    }

    @Test
    void listsUsersByPageAndFilterAndKeepsPasswordsToItself() {
        Person person = Person.invited(hub, "operator");
        Reply found = hub.admin()
                .get("/platform/v1/users?role=operator&status=active&source=local&text=" + person.name()
                        + "@&per_page=1&sort=-username")
                .expect(200);
        assertThat(found.json().path("total").asInt()).isEqualTo(1);
        assertThat(found.data().path(0).path("id").asText()).isEqualTo(person.id());
        assertThat(found.text()).doesNotContain("hash", "$2a$");
        hub.admin().get("/platform/v1/users?status=sleeping").expect(422);
        hub.admin().get("/platform/v1/users/nobody").expect(404);
    }
}
