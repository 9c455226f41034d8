package io.ris.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Names of which one begins with the other ({@code a}, {@code ab}, {@code a/b}) are names of different things, and what one is
 * granted the other is not (as happened to Nomad, CVE-2025-4922).
 */
@ExtendWith(SharedHub.class)
class SimilarNamesIT {

    private static final String EXECUTE = "task:execute";
    private static final Submission FOR_NOBODY = Submission.command("nobody", "true");

    private final Hub hub;
    private NewTenant tenant;
    private RisApi api;

    SimilarNamesIT(Hub hub) {
        this.hub = hub;
    }

    @BeforeEach
    void makeTenant() {
        tenant = NewTenant.of(hub);
        api = tenant.api();
    }

    private void role(String name, List<String> permissions) {
        api.post("/platform/v1/roles", Map.of("name", name, "permissions", permissions))
                .expect(201);
    }

    private String user(String name, String... roles) {
        String id = api.post(
                        "/platform/v1/users",
                        Map.of("username", name, "roles", List.of(roles), "must_change_password", false))
                .expect(201)
                .data()
                .path("id")
                .asText();
        String invitation = api.post("/platform/v1/users/" + id + "/invitation", Map.of())
                .expect(201)
                .data()
                .path("token")
                .asText();
        hub.api()
                .post("/auth/invitation", Map.of("token", invitation, "password", password(name)))
                .expect(200);
        return id;
    }

    private static String password(String name) {
        return "the password of " + name + " alone";
    }

    private Reply login(String name, String password) {
        return hub.api().login(name, password, tenant.code());
    }

    private RisApi loggedIn(String name) {
        return hub.api()
                .withToken(login(name, password(name))
                        .expect(200)
                        .data()
                        .path("access_token")
                        .asText());
    }

    @Test
    void aRoleGrantsNothingToHoldersOfALongerOrAShorterName() {
        role("ab", List.of(EXECUTE, "task:read"));
        role("a", List.of("task:read"));
        role("abc", List.of("task:read"));
        user("short", "a");
        user("right", "ab");
        user("long", "abc");
        loggedIn("right").execute(FOR_NOBODY).expect(404);
        loggedIn("short").execute(FOR_NOBODY).expect(403);
        loggedIn("long").execute(FOR_NOBODY).expect(403);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a/b", "ab/", "a*", "a b", "a."})
    void noNameOfARoleHoldsMoreThanAName(String name) {
        api.post("/platform/v1/roles", Map.of("name", name, "permissions", List.of()))
                .expect(422);
        api.post("/platform/v1/users", Map.of("username", "u-" + UUID.randomUUID(), "roles", List.of(name)))
                .expect(422);
    }

    @ParameterizedTest
    @ValueSource(strings = {"task", "task:", "task:exec", "task:executes", "task:*", "*", "task:execute/a"})
    void nothingButAWholePermissionIsOne(String permission) {
        api.post("/platform/v1/roles", Map.of("name", "a", "permissions", List.of(permission)))
                .expect(422);
        api.post("/platform/v1/api-keys", Map.of("name", "a", "scopes", List.of(permission)))
                .expect(422);
    }

    @Test
    void aUserIsNotOneOfALongerOrAShorterName() {
        String shorter = user("a", "admin");
        String longer = user("ab", "readonly");
        login("ab", password("a")).expect(401);
        login("a", password("ab")).expect(401);
        loggedIn("a").get("/platform/v1/users").expect(200);
        RisApi session = loggedIn("ab");
        session.get("/platform/v1/users").expect(403);
        api.put("/platform/v1/users/" + shorter, Map.of("status", "disabled")).expect(200);
        login("a", password("a")).expect(401);
        session.get("/auth/me").expect(200);
        api.delete("/platform/v1/users/" + shorter).expect(200);
        api.get("/platform/v1/users/" + longer).expect(200);
        assertThat(session.get("/auth/me").expect(200).data().path("username").asText())
                .isEqualTo("ab");
    }

    @ParameterizedTest
    @ValueSource(strings = {"b", "_b", "/b", "b/"})
    void aTenantIsNotOneOfALongerCode(String more) {
        String code = tenant.code() + more;
        if (more.contains("/")) {
            hub.admin()
                    .post("/platform/v1/tenants", Map.of("code", code, "name", "Longer"))
                    .expect(422);
            return;
        }
        RisApi longer = administratorOf(code);
        longer.createAgent("theirs");
        api.createAgent("ours");
        for (RisApi one : List.of(api, longer)) {
            assertThat(one.totals()).isEqualTo(new RisApi.Totals(0, 1));
        }
        api.get("/platform/v1/ris/theirs").expect(404);
        api.get("/platform/v1/ris?tenant_code=" + code).expect(403);
        longer.get("/platform/v1/ris?tenant_code=" + tenant.code()).expect(403);
        hub.api().login(NewTenant.ADMINISTRATOR, tenant.password(), code).expect(401);
        tenant.suspend();
        longer.get("/auth/me").expect(200);
    }

    private RisApi administratorOf(String code) {
        String password = hub.admin()
                .post(
                        "/platform/v1/tenants",
                        Map.of(
                                "code",
                                code,
                                "name",
                                "Longer",
                                "administrator",
                                Map.of("username", NewTenant.ADMINISTRATOR)))
                .expect(201)
                .data()
                .path("administrator")
                .path("password")
                .asText();
        return hub.api()
                .withToken(hub.api()
                        .login(NewTenant.ADMINISTRATOR, password, code)
                        .expect(200)
                        .data()
                        .path("access_token")
                        .asText());
    }

    @Test
    void anAgentIsNotOneOfALongerNameOrLabel() {
        String shorter = agent("a", "a");
        String longer = agent("ab", "ab");
        agent("third", "a/b");
        assertThat(api.agent("a").path("unique_client_id").asText()).isEqualTo(shorter);
        assertThat(api.agent("ab").path("unique_client_id").asText()).isEqualTo(longer);
        assertThat(api.get("/platform/v1/ris?label=env%3Da").expect(200).data()).hasSize(1);
        assertThat(api.get("/platform/v1/ris?label=env%3Da/").expect(200).data())
                .isEmpty();
        assertThat(api.get("/platform/v1/ris?label=en%3Da").expect(200).data()).isEmpty();
        String task = api.submit(Submission.command("a", "true"));
        assertThat(api.task(task).path("client_id").asText()).isEqualTo(shorter);
        assertThat(api.tasks("client_id=" + longer).data()).isEmpty();
        api.delete("/platform/v1/ris/a").expect(200);
        assertThat(api.agent("ab").path("unique_client_id").asText()).isEqualTo(longer);
    }

    private String agent(String name, String env) {
        return api.post("/platform/v1/ris", Map.of("name", name, "labels", Map.of("env", env)))
                .expect(201)
                .data()
                .path("unique_client_id")
                .asText();
    }

    @Test
    void aKeyIsNotOneOfAnother() {
        String key = api.post("/platform/v1/api-keys", Map.of("name", "a", "scopes", List.of("client:read")))
                .expect(201)
                .data()
                .path("key")
                .asText();
        String longer = key.replace("ris_" + tenant.code() + "_", "ris_" + tenant.code() + "b_");
        hub.api().withToken(key).get("/platform/v1/ris").expect(200);
        hub.api().withToken(longer).get("/platform/v1/ris").expect(401);
        hub.api().withToken(key).get("/platform/v1/tasks").expect(403);
    }
}
