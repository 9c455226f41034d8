package io.ris.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Which passwords may be chosen: as the hub asks, and as the tenant asks beyond that. */
@ExtendWith(SharedHub.class)
class PasswordPolicyIT {

    private static final String POLICY = "/auth/password/policy";
    private static final String OWN = "/platform/v1/tenants/current";

    /** Good enough for the hub alone. */
    private static final String PLAIN = "twelve small letters";

    private static final String STRONG = "Twenty-one letters, or 22";

    private final Hub hub;

    PasswordPolicyIT(Hub hub) {
        this.hub = hub;
    }

    private static Map<String, Object> settings(Map<String, Object> password) {
        return Map.of("settings", Map.of("security_policy", Map.of("password", password)));
    }

    private static Map<String, Object> strict() {
        return settings(Map.of("min_length", 20, "character_classes", List.of("lower", "upper", "digit", "symbol")));
    }

    private NewTenant strictTenant() {
        NewTenant tenant = NewTenant.of(hub);
        tenant.api().put(OWN, strict()).expect(200);
        return tenant;
    }

    private static String added(RisApi api, String name) {
        Map<String, Object> user = Map.of("username", name, "roles", List.of("operator"));
        return "/platform/v1/users/"
                + api.post("/platform/v1/users", user)
                        .expect(201)
                        .data()
                        .path("id")
                        .asText();
    }

    private static void refuses(Reply reply, String field) {
        reply.expect(422);
        assertThat(reply.json().path("errors").path(0).path("field").asText()).isEqualTo(field);
    }

    @Test
    void eachTenantHasRulesOfItsOwn() {
        RisApi strict = strictTenant().api();
        RisApi usual = NewTenant.of(hub).api();

        refuses(strict.post("/platform/v1/users", Map.of("username", "ann", "password", PLAIN)), "password");
        usual.post("/platform/v1/users", Map.of("username", "ann", "password", PLAIN))
                .expect(201);
        strict.post("/platform/v1/users", Map.of("username", "ann", "password", STRONG))
                .expect(201);

        JsonNode rules = strict.get(POLICY).expect(200).data();
        assertThat(rules.path("min_length").asInt()).isEqualTo(20);
        assertThat(rules.path("character_classes")).hasSize(4);
        assertThat(usual.get(POLICY).expect(200).data().path("min_length").asInt())
                .isEqualTo(12);
    }

    @Test
    void theyHoldWhereverAPasswordIsSet() {
        NewTenant tenant = strictTenant();
        RisApi api = tenant.api();
        String user = added(api, "bob");

        refuses(api.post(user + "/password", Map.of("password", PLAIN)), "password");
        String token = api.post(user + "/invitation", Map.of())
                .expect(201)
                .data()
                .path("token")
                .asText();
        refuses(hub.api().post("/auth/invitation", Map.of("token", token, "password", PLAIN)), "password");
        hub.api()
                .post("/auth/invitation", Map.of("token", token, "password", STRONG))
                .expect(200);
        RisApi bob = hub.api()
                .withToken(hub.api()
                        .login("bob", STRONG, tenant.code())
                        .expect(200)
                        .data()
                        .path("access_token")
                        .asText());
        refuses(bob.post("/auth/password", Map.of("current_password", STRONG, "new_password", PLAIN)), "new_password");
        bob.post("/auth/password", Map.of("current_password", STRONG, "new_password", STRONG + "!"))
                .expect(200);
    }

    @Test
    void theyHoldForTheFirstAdministratorsPasswordToo() {
        Map<String, Object> longest =
                settings(Map.of("min_length", 128, "character_classes", List.of("upper", "digit", "symbol")));

        NewTenant tenant = NewTenant.of(hub, longest);

        assertThat(tenant.password())
                .hasSize(128)
                .matches(".*[A-Z].*")
                .matches(".*\\d.*")
                .matches(".*[_-].*");
    }

    @Test
    void whoAdministersAllTenantsSetsThemForAnyAndWorksByThem() {
        NewTenant tenant = NewTenant.of(hub);
        hub.admin().put(tenant.path(), strict()).expect(200);

        JsonNode shown = tenant.api().get(OWN).expect(200).data();
        assertThat(shown.path("settings")
                        .path("security_policy")
                        .path("password")
                        .path("min_length")
                        .asInt())
                .isEqualTo(20);
        String user = added(tenant.api(), "carl");
        refuses(
                hub.admin()
                        .send(hub.admin()
                                .request(user + "/password")
                                .header("X-Tenant-Code", tenant.code())
                                .header("Content-Type", "application/json")
                                .POST(BodyPublishers.ofString("{\"password\":\"" + PLAIN + "\"}"))),
                "password");
    }

    @Test
    void noTenantAsksForLessThanTheHub() {
        RisApi api = NewTenant.of(hub).api();

        refuses(api.put(OWN, settings(Map.of("min_length", 11))), "settings.security_policy.password.min_length");
        api.put(OWN, settings(Map.of("min_length", 129))).expect(422);
        api.put(OWN, settings(Map.of("character_classes", List.of("emoji")))).expect(422);
        api.put(OWN, settings(Map.of("minimum", 20))).expect(400);
        api.put(OWN, Map.of("settings", Map.of("security_policy", "none"))).expect(400);
        assertThat(api.get(POLICY).expect(200).data().path("min_length").asInt())
                .isEqualTo(12);
    }

    @Test
    void aTenantTakesItsRulesBackAndPasswordsThatAreSetStayGood() {
        NewTenant tenant = NewTenant.of(hub);
        RisApi api = tenant.api();
        String user = added(api, "dora");
        api.post(user + "/password", Map.of("password", PLAIN)).expect(200);
        api.put(OWN, strict()).expect(200);
        hub.api().login("dora", PLAIN, tenant.code()).expect(200);

        api.put(OWN, Map.of("settings", Map.of("security_policy", Map.of()))).expect(200);

        api.post(user + "/password", Map.of("password", PLAIN + " again")).expect(200);
    }

    @Test
    void whoDoesNotAdministerATenantLeavesItsRulesAlone() {
        NewTenant tenant = NewTenant.of(hub);
        tenant.api()
                .post(
                        "/platform/v1/users",
                        Map.of(
                                "username",
                                "eve",
                                "password",
                                PLAIN,
                                "roles",
                                List.of("operator"),
                                "must_change_password",
                                false))
                .expect(201);
        RisApi eve = hub.api()
                .withToken(hub.api()
                        .login("eve", PLAIN, tenant.code())
                        .expect(200)
                        .data()
                        .path("access_token")
                        .asText());

        eve.put(OWN, strict()).expect(403);
        eve.get(POLICY).expect(200);
    }
}
