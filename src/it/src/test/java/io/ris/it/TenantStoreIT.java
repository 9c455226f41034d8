package io.ris.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** A tenant with a MongoDB server of its own: tried before it is used, and nobody else's trouble when it is away. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ExtendWith(SharedHub.class)
class TenantStoreIT {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final StoreProcess store = new StoreProcess();
    private int databases;
    private String database;
    private Hub hub;

    /** Its networks may be called by the hub, which else keeps to the public ones. */
    @BeforeAll
    void startHub() {
        hub = Hub.withLocalAgent()
                .with("RIS_SECURITY_OUTBOUND_ALLOWED_NETWORKS", "127.0.0.0/8")
                .start();
    }

    @AfterAll
    void stopHub() {
        hub.close();
    }

    @BeforeEach
    void startStore() {
        store.start();
        database = "database_" + databases++; // the tests' tenants stay, and each has one of its own
    }

    @AfterEach
    void stopStore() {
        store.close();
    }

    private Map<String, Object> ownServer() {
        return new HashMap<>(Map.of(
                "type",
                "mongodb",
                "host",
                "127.0.0.1",
                "port",
                store.port(),
                "database",
                database,
                "ssl",
                false,
                "max_pool_size",
                5));
    }

    @Test
    void oneTenantsOutageIsNobodyElses() {
        NewTenant own = NewTenant.of(hub, Map.of("database_info", ownServer()));
        NewTenant other = NewTenant.of(hub);
        own.api().createAgent("here");

        store.kill();

        await("the tenant's store missed")
                .atMost(LIMIT)
                .until(() -> own.api().get("/platform/v1/ris/here").status() == 503);
        own.api().get("/platform/v1/ris/here").expectProblem(503, "store_unavailable");
        other.api().createAgent("there");
        assertThat(hub.api().get("/ready").status()).isEqualTo(200);
        JsonNode task = hub.admin().run(Submission.command("local", "true"));
        assertThat(task.path("status").asText()).isEqualTo("completed");

        store.start();

        await("the tenant's store found again")
                .atMost(LIMIT)
                .until(() -> own.api().get("/platform/v1/ris/here").status() == 200);
    }

    @Test
    void aTenantWhoseStoreIsLostIsDeletedWithoutAnArchive() {
        NewTenant own = NewTenant.of(hub, Map.of("database_info", ownServer()));
        String path = own.path() + "/deletion/without-export";
        Map<String, String> reason = Map.of("reason", "its server burnt down");
        hub.admin().post(path, reason).expectProblem(409, "export_required");
        hub.admin()
                .post(NewTenant.of(hub).path() + "/deletion/without-export", reason)
                .expectProblem(409, "export_required");
        own.api().get("/auth/me").expect(200);

        store.kill();
        hub.admin().post(path, Map.of("reason", " ")).expect(422);
        JsonNode asked = hub.admin().post(path, reason).expect(202).data();
        assertThat(asked.has("export")).isFalse();
        assertThat(asked.path("database_left").path("database").asText()).isEqualTo(database);
        own.login().expectProblem(401, "login_failed");
        JsonNode gone = hub.admin()
                .sendJson(
                        "DELETE",
                        own.path(),
                        Map.of(
                                "confirmation_token",
                                asked.path("confirmation_token").asText()))
                .expect(200)
                .data();
        assertThat(gone.path("database_left").path("port").asInt()).isEqualTo(store.port());

        await("the tenant gone")
                .atMost(LIMIT)
                .until(() -> hub.admin().get(own.path()).status() == 404);
        assertThat(hub.admin()
                        .get("/platform/v1/audit?action=tenant.waive_export")
                        .expect(200)
                        .data())
                .singleElement()
                .satisfies(record -> {
                    assertThat(record.path("resource").asText()).isEqualTo(own.path());
                    assertThat(record.path("details").path("reason").asText()).isEqualTo("its server burnt down");
                });
        store.start();
        NewTenant after = NewTenant.of(hub);
        after.api().createAgent("nobody-else-is-disturbed");
    }

    @Test
    void aServerThatCannotBeUsedIsNotStored() {
        Map<String, Object> wrong = ownServer();
        wrong.put("port", Scratch.port());
        refuse(wrong);
        Map<String, Object> credentials = ownServer();
        credentials.put("username", "ris");
        credentials.put("password", "canary-of-a-database");
        Reply refused = refuse(credentials); // the test's store knows no users
        assertThat(refused.text()).doesNotContain("canary");
    }

    private Reply refuse(Map<String, Object> server) {
        Map<String, Object> request = Map.of("code", "unusable", "name", "Unusable", "database_info", server);
        Reply refused = hub.admin().post("/platform/v1/tenants", request).expect(422);
        hub.admin().get("/platform/v1/tenants/unusable").expectProblem(404, "tenant_not_found");
        return refused;
    }

    @Test
    void aServerThatTheHubMayNotCallIsNotStored() {
        Map<String, Object> metadata = ownServer();
        metadata.put("host", "169.254.169.254");
        refuse(metadata);
    }

    @Test
    void noTwoTenantsShareAPlace() {
        NewTenant.of(hub, Map.of("database_info", ownServer()));
        Map<String, Object> request = Map.of("code", "second_there", "name", "Second", "database_info", ownServer());
        hub.admin().post("/platform/v1/tenants", request).expect(422);
    }

    @Test
    void noTenantIsMovedToAnothersPlaceUnderAnotherNameOfItsServer() {
        NewTenant first = NewTenant.of(hub, Map.of("database_info", ownServer()));
        Map<String, Object> sameServer = ownServer();
        sameServer.put("host", "localhost");
        NewTenant second = NewTenant.of(hub);

        hub.admin()
                .sendJson("PUT", second.path(), Map.of("database_info", sameServer))
                .expect(422);

        second.api().createAgent("second-s");
        first.api().get("/platform/v1/ris/second-s").expect(404);
    }
}
