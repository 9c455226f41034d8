package io.ris.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** API keys: what they are for, and how they end. */
@ExtendWith(SharedHub.class)
class ApiKeysIT {

    private static final Duration AT_ONCE = Duration.ofSeconds(5);

    private final Hub hub;
    private final Person person;
    private final RisApi api;

    ApiKeysIT(Hub hub) {
        this.hub = hub;
        this.person = Person.invited(hub, "operator");
        this.api = person.loggedIn();
    }

    private JsonNode make(Object... scopes) {
        return api.post("/platform/v1/api-keys", Map.of("name", "nightly", "scopes", List.of(scopes)))
                .expect(201)
                .data();
    }

    private RisApi with(JsonNode key) {
        return hub.api().withToken(key.path("key").asText());
    }

    @Test
    void aKeyAllowsWhatItIsForAndNothingElse() {
        JsonNode key = make("client:read");
        RisApi program = with(key);
        program.get("/platform/v1/ris").expect(200);
        program.get("/platform/v1/tasks").expect(403);
        program.get("/auth/sessions").expect(403);
        program.post("/platform/v1/api-keys", Map.of("name", "own", "scopes", List.of("client:read")))
                .expect(403);
        program.post("/auth/password", Map.of("current_password", "x", "new_password", "y"))
                .expect(403);
    }

    @Test
    void aKeyIsShownOnceAndRecognisable() {
        JsonNode key = make("client:read");
        assertThat(key.path("key").asText())
                .startsWith("ris_default_")
                .startsWith(key.path("prefix").asText());
        Reply listed = api.get("/platform/v1/api-keys").expect(200);
        assertThat(listed.json().path("total").asInt()).isEqualTo(1);
        assertThat(listed.data().path(0).path("name").asText()).isEqualTo("nightly");
        assertThat(listed.text()).doesNotContain(key.path("key").asText());
    }

    @Test
    void aKeyAllowsNoMoreThanItsOwnerMayDoAtThatMoment() {
        RisApi program = with(make("client:read", "task:execute"));
        Map<String, Object> task = Map.of("client_id", "nobody", "task", Map.of("type", "command", "command", "true"));
        program.post("/platform/v1/task/execute", task).expect(404);

        hub.admin().put(person.path(), Map.of("roles", List.of("readonly"))).expect(200);

        await("the permission's end")
                .atMost(AT_ONCE)
                .until(() -> program.post("/platform/v1/task/execute", task).status() == 403);
        program.get("/platform/v1/ris").expect(200);
        hub.admin().put(person.path(), Map.of("status", "disabled")).expect(200);
        await("the owner's end")
                .atMost(AT_ONCE)
                .until(() -> program.get("/platform/v1/ris").status() == 401);
    }

    @Test
    void aRevokedKeyIsRefused() {
        JsonNode key = make("client:read");
        with(key).get("/platform/v1/ris").expect(200);
        api.delete("/platform/v1/api-keys/" + key.path("id").asText()).expect(200);
        await("the key's end")
                .atMost(AT_ONCE)
                .until(() -> with(key).get("/platform/v1/ris").status() == 401);
        api.get("/platform/v1/api-keys/" + key.path("id").asText()).expect(404);
    }

    @Test
    void aKeyEndsByItself() {
        JsonNode key = api.post(
                        "/platform/v1/api-keys",
                        Map.of("name", "short", "scopes", List.of("client:read"), "expires_in", 1))
                .expect(201)
                .data();
        await("the key's end")
                .atMost(AT_ONCE)
                .until(() -> with(key).get("/platform/v1/ris").status() == 401);
    }

    @Test
    void refusesKeysOfOnesOwnMaking() {
        String good = make("client:read").path("key").asText();
        String last = good.endsWith("0") ? "1" : "0";
        for (String other : List.of(
                "ris_",
                "ris_default",
                good + "0",
                good.substring(0, good.length() - 1) + last,
                good.replace("ris_default_", "ris_another_"),
                "ris_default_" + "0".repeat(32) + "_" + "0".repeat(64))) {
            hub.api().withToken(other).get("/platform/v1/ris").expect(401);
        }
        hub.api().withToken(good).get("/platform/v1/ris").expect(200);
    }

    @Test
    void nobodyMakesAKeyForWhatTheyMayNotDo() {
        api.post("/platform/v1/api-keys", Map.of("name", "x", "scopes", List.of("user:write")))
                .expect(422);
        api.post("/platform/v1/api-keys", Map.of("name", "x", "scopes", List.of("self:manage")))
                .expect(422);
        api.post("/platform/v1/api-keys", Map.of("name", "x", "role", "probe", "agents", List.of("a")))
                .expect(403);
        Person other = Person.invited(hub, "readonly");
        api.post("/platform/v1/api-keys", Map.of("name", "x", "user_id", other.id(), "scopes", List.of("client:read")))
                .expect(403);
        api.get("/platform/v1/api-keys?user_id=*").expect(403);
    }

    @Test
    void aProbesKeyIsBoundAndReportsOnly() {
        hub.admin()
                .post("/platform/v1/api-keys", Map.of("name", "probe", "role", "probe"))
                .expect(422);
        JsonNode key = hub.admin()
                .post("/platform/v1/api-keys", Map.of("name", "probe", "role", "probe", "agent_pattern", "web-*"))
                .expect(201)
                .data();
        assertThat(key.path("role").asText()).isEqualTo("probe");
        with(key).get("/platform/v1/ris").expect(403);
    }

    @Test
    void keysOfOthersAreForWhoAdministersKeys() {
        JsonNode key = make("client:read");
        String path = "/platform/v1/api-keys/" + key.path("id").asText();
        Person.invited(hub, "operator").loggedIn().get(path).expect(404);
        Person.invited(hub, "operator").loggedIn().delete(path).expect(404);
        RisApi admin = Person.invited(hub, "admin").loggedIn();
        admin.get(path).expect(200);
        assertThat(admin.get("/platform/v1/api-keys?user_id=" + person.id())
                        .expect(200)
                        .data())
                .hasSize(1);
        admin.delete(path).expect(200);
    }
}
