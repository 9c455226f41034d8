package io.ris.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** A tenant is deleted and its code given to somebody else, who gets nothing of what it had. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TenantCodeAgainIT {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final StoreProcess server = new StoreProcess().start();
    private Hub hub;

    @BeforeAll
    void start() {
        hub = Hub.withLocalAgent()
                .with("RIS_SECURITY_OUTBOUND_ALLOWED_NETWORKS", "127.0.0.0/8")
                .with("RIS_MULTI_TENANT_CODE_REST", "1s")
                .start();
    }

    @AfterAll
    void stop() {
        hub.close();
        server.close();
    }

    private Map<String, Object> place(String database) {
        return Map.of(
                "type", "mongodb", "host", "127.0.0.1", "port", server.port(), "database", database, "ssl", false);
    }

    /** @return the id of its last archive */
    private String delete(NewTenant tenant) {
        JsonNode asked =
                hub.admin().post(tenant.path() + "/deletion", "").expect(202).data();
        String archive = asked.path("export").path("id").asText();
        await("the archive").atMost(LIMIT).until(() -> hub.admin()
                .get(tenant.path() + "/export/" + archive)
                .expect(200)
                .data()
                .path("status")
                .asText()
                .equals("finished"));
        hub.admin()
                .sendJson(
                        "DELETE",
                        tenant.path(),
                        Map.of(
                                "confirmation_token",
                                asked.path("confirmation_token").asText()))
                .expect(200);
        await("the tenant gone")
                .atMost(LIMIT)
                .until(() -> hub.admin().get(tenant.path()).status() == 404);
        return archive;
    }

    private JsonNode madeAgain(NewTenant before) {
        return await("its code free")
                .atMost(LIMIT)
                .until(
                        () -> hub.admin()
                                .post(
                                        "/platform/v1/tenants",
                                        Map.of(
                                                "code",
                                                before.code(),
                                                "name",
                                                "Another",
                                                "administrator",
                                                Map.of("username", "newcomer"))),
                        made -> made.status() == 201)
                .data();
    }

    @Test
    void nothingOfTheOldTenantIsTheNewOnes() {
        NewTenant before = NewTenant.of(hub);
        before.api().createAgent("theirs");
        hub.admin()
                .put(before.path(), Map.of("database_info", place("moved")))
                .expect(200); // what it had stays on the platform's server
        String archive = delete(before);
        assertThat(hub.admin().download(before.path() + "/export/" + archive + "/archive"))
                .as("the platform's administrators still have it")
                .isNotEmpty();

        String password =
                madeAgain(before).path("administrator").path("password").asText();

        before.login().expectProblem(401, "login_failed");
        assertThat(before.api().get("/auth/me").status()).isEqualTo(401);
        RisApi newcomer = hub.api()
                .withToken(hub.api()
                        .login("newcomer", password, before.code())
                        .expect(200)
                        .data()
                        .path("access_token")
                        .asText());
        assertThat(newcomer.get("/platform/v1/ris").expect(200).data()).isEmpty();
        assertThat(newcomer.get("/platform/v1/users").expect(200).data()).hasSize(1);
        String exports = "/platform/v1/tenants/current/export";
        assertThat(newcomer.get(exports).expect(200).data()).isEmpty();
        newcomer.get(exports + "/" + archive + "/archive").expectProblem(404, "not_found");
    }

    @Test
    void noNewTenantGetsADatabaseWithDataInIt() {
        NewTenant first = NewTenant.of(hub, Map.of("database_info", place("full")));
        server.kill();
        JsonNode asked = await("the server missed")
                .atMost(LIMIT)
                .until(
                        () -> hub.admin()
                                .post(
                                        first.path() + "/deletion/without-export",
                                        Map.of("reason", "its server is lost")),
                        reply -> reply.status() == 202)
                .data();
        hub.admin()
                .sendJson(
                        "DELETE",
                        first.path(),
                        Map.of(
                                "confirmation_token",
                                asked.path("confirmation_token").asText()))
                .expect(200);
        await("the tenant gone")
                .atMost(LIMIT)
                .until(() -> hub.admin().get(first.path()).status() == 404);
        server.start();

        Map<String, Object> second = Map.of("code", "second_there", "name", "Second", "database_info", place("full"));
        Reply refused = await("the server back")
                .atMost(LIMIT)
                .until(() -> hub.admin().post("/platform/v1/tenants", second), reply -> reply.text()
                        .contains("data"));

        assertThat(refused.status()).as(refused.text()).isEqualTo(422);
        hub.admin().get("/platform/v1/tenants/second_there").expectProblem(404, "tenant_not_found");
    }

    @Test
    void makesOneArchiveOfATenantAtATime() {
        NewTenant tenant = NewTenant.of(hub);
        int begun = 0;
        for (int asked = 0; asked < 30; asked++) {
            Reply reply = tenant.api().post("/platform/v1/tenants/current/export", "");
            if (reply.status() == 202) {
                begun++;
            } else {
                reply.expectProblem(409, "export_running");
            }
        }
        assertThat(begun).isPositive();
        assertThat(hub.admin().get(tenant.path() + "/export").expect(200).data())
                .as("archives that are kept")
                .hasSizeLessThanOrEqualTo(6);
    }
}
