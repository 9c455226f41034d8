package io.ris.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A hub that finds its store empty, strange or silent offers no set-up, makes no administrator, lets nobody in, and says why (as
 * happened to Portainer, issue 1205).
 */
@ExtendWith(SharedHub.class)
class LostStoreIT {

    private static final Duration LIMIT = Duration.ofMinutes(2);

    private final StoreProcess store = new StoreProcess();
    private Hub hub;

    @BeforeEach
    void makeHub() {
        hub = Hub.withoutAgent()
                .with("MONGODB_URI", store.uri())
                .with("RIS_DATABASE_MONGODB_SERVER_SELECTION_TIMEOUT", "3s");
    }

    @AfterEach
    void stopAll() {
        hub.close();
        store.close();
    }

    private Path passwordFile() {
        return hub.dataDir().resolve("admin-password");
    }

    private long users() {
        try (MongoClient client = MongoClients.create(store.uri())) {
            return client.getDatabase("ris_default").getCollection("users").countDocuments();
        }
    }

    private void awaitNotReady() {
        await("the hub not ready")
                .atMost(LIMIT)
                .until(() -> hub.api().get("/ready").status() == 503);
    }

    private void assertStartRefused(String reason) {
        try (Program second = hub.refusedStart()) {
            assertThat(second.awaitExit(LIMIT)).as(second.output()).isNotZero();
            assertThat(second.stderr()).contains(reason);
        }
    }

    /** No token, key or password opens anything, and there is no way to become the first user. */
    private void assertLetsNobodyIn(RisApi admin, RisApi program, String password) {
        Reply login = hub.api().login("admin", password);
        login.expectProblem(503, "store_unavailable");
        assertThat(login.json().path("detail").asText()).contains("empty");
        admin.get("/auth/me").expect(503);
        admin.post("/platform/v1/users", Map.of("username", "another")).expect(503);
        await("what was answered a moment ago forgotten")
                .atMost(LIMIT)
                .until(() -> program.get("/platform/v1/ris").status() == 503);
        for (ApiContract.Route route : hub.api().contract().routes()) {
            assertThat(route.path()).doesNotContainIgnoringCase("setup").doesNotContainIgnoringCase("init");
        }
    }

    @Test
    void letsNobodyInWhoseStoreWasEmptiedUnderIt() {
        store.start();
        hub.start();
        String password = hub.password();
        RisApi admin = hub.admin();
        RisApi program = hub.api()
                .withToken(admin.post("/platform/v1/api-keys", Map.of("name", "k", "scopes", List.of("client:read")))
                        .expect(201)
                        .data()
                        .path("key")
                        .asText());
        program.get("/platform/v1/ris").expect(200);

        store.lose();

        awaitNotReady();
        assertLetsNobodyIn(admin, program, password);
        assertThat(hub.stop()).isZero();
        assertStartRefused("the store is empty, and this hub has run before");
        assertThat(hub.password()).isEqualTo(password);
        assertThat(users()).isZero();
    }

    @Test
    void doesNotStartOverAnotherHubsStore() {
        store.start();
        hub.start();
        String password = hub.password();
        assertThat(hub.stop()).isZero();
        store.lose();
        try (MongoClient client = MongoClients.create(store.uri())) {
            client.getDatabase("ris")
                    .getCollection("store_name")
                    .insertOne(new Document("_id", "store").append("name", "of another hub"));
        }
        assertStartRefused("the store is another hub's");
        assertThat(hub.password()).isEqualTo(password);
    }

    @Test
    void makesNoAdministratorWithoutAStore() {
        assertStartRefused("the store does not answer");

        assertThat(Files.exists(passwordFile())).isFalse();
    }

    @Test
    void letsNobodyInWhileItsStoreIsSilentAndEverybodyAfterwards() {
        store.start();
        hub.start();
        RisApi admin = hub.admin();
        String password = hub.password();

        store.kill();

        awaitNotReady();
        hub.api().login("admin", password).expect(503);
        await("remembered sessions forgotten")
                .atMost(LIMIT)
                .until(() -> admin.get("/auth/me").status() == 503);
        store.start();
        await("the hub ready").atMost(LIMIT).until(() -> hub.api().get("/ready").status() == 200);
        admin.get("/auth/me").expect(200);
        hub.api().login("admin", password).expect(200);
        assertThat(hub.password()).isEqualTo(password);
    }
}
