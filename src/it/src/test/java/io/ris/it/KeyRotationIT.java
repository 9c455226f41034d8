package io.ris.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Keys that are replaced while people work. */
class KeyRotationIT {

    private static final int CLIENTS = 4;
    private static final int ROTATIONS = 5;
    private static final Duration A_WHILE = Duration.ofMinutes(3);

    @Test
    void replacesKeysUnderLoadWithoutARefusalAndDestroysTheOldOnes() throws Exception {
        try (Hub hub = Hub.withoutAgent()
                .with("RIS_AUTHENTICATION_JWT_EXPIRY", "1m")
                .with("RIS_AUTHENTICATION_SESSION_MAX_CONCURRENT", "100")
                .start()) {
            String first = signing(hub.admin());
            AtomicBoolean done = new AtomicBoolean();
            try (ExecutorService pool = Executors.newFixedThreadPool(CLIENTS)) {
                List<Future<Integer>> clients = new ArrayList<>();
                for (int i = 0; i < CLIENTS; i++) {
                    clients.add(pool.submit(() -> work(hub, done)));
                }
                try {
                    for (int i = 0; i < ROTATIONS; i++) {
                        rotate(hub);
                    }
                    await("the first key's end")
                            .atMost(A_WHILE)
                            .pollInterval(Duration.ofSeconds(1))
                            .until(() -> !published(hub).contains(first));
                } finally {
                    done.set(true);
                }
                for (Future<Integer> client : clients) {
                    assertThat(client.get(1, TimeUnit.MINUTES)).isPositive();
                }
            }
        }
    }

    /** A session that renews its token again and again, and uses each as soon as it has it. */
    private static int work(Hub hub, AtomicBoolean done) {
        JsonNode session = hub.api().login("admin", hub.password()).expect(200).data();
        int requests = 0;
        while (!done.get()) {
            RisApi api = hub.api().withToken(session.path("access_token").asText());
            for (int i = 0; i < 20; i++) {
                api.get("/auth/me").expect(200);
                requests++;
            }
            session = hub.api()
                    .post(
                            "/auth/refresh",
                            Map.of(
                                    "refresh_token",
                                    session.path("refresh_token").asText()))
                    .expect(200)
                    .data();
        }
        return requests;
    }

    /** In a session of its own, whose token lives longer than a rotation takes. */
    private static void rotate(Hub hub) {
        RisApi admin = hub.api().loggedIn(hub.password());
        String made = admin.post("/platform/v1/keys/rotate", Map.of())
                .expect(200)
                .data()
                .path("kid")
                .asText();
        await("the new key signing").atMost(A_WHILE).until(() -> signing(admin).equals(made));
    }

    private static String signing(RisApi admin) {
        for (JsonNode key : admin.get("/platform/v1/keys").expect(200).data()) {
            if (key.path("state").asText().equals("signing")) {
                return key.path("kid").asText();
            }
        }
        throw new AssertionError("no key signs");
    }

    private static String published(Hub hub) {
        return hub.api().get("/.well-known/jwks.json").expect(200).text();
    }
}
