package io.ris.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The store is killed under a working hub and comes back: the hub says so, and nothing acknowledged is lost. */
@ExtendWith(SharedHub.class)
class StoreKilledIT {

    private static final int TASKS = 40;
    private static final int ENOUGH_BEFORE_THE_BLOW = 5;
    private static final Duration LIMIT = Duration.ofMinutes(2);

    private final StoreProcess store = new StoreProcess();
    private final Effects effects = new Effects();
    private Hub hub;

    @BeforeEach
    void startHub() {
        hub = Hub.withLocalAgent().with("MONGODB_URI", store.start().uri()).start();
    }

    @AfterEach
    void stopAll() {
        hub.close();
        store.close();
    }

    @Test
    void endsEveryAcknowledgedTaskOnceWhenTheStoreIsKilled() {
        RisApi api = hub.admin();
        Map<String, String> acknowledged = new HashMap<>();
        for (int i = 0; i < TASKS; i++) {
            acknowledged.put("task-" + i, api.submit(effects.appendAfter("local", "task-" + i, 0.3)));
        }
        effects.awaitAtLeast(ENOUGH_BEFORE_THE_BLOW);

        store.kill();
        await("the hub not ready").atMost(LIMIT).until(() -> api.get("/ready").status() == 503);
        assertThat(api.get("/health/live").status())
                .as("alive without its store")
                .isEqualTo(200);
        assertThat(api.execute(effects.append("local", "refused").async()).status())
                .as("submit without a store")
                .isEqualTo(503);
        store.start();
        await("the hub ready").atMost(LIMIT).until(() -> api.get("/ready").status() == 200);

        acknowledged.forEach((label, id) -> {
            JsonNode task = hub.admin().awaitFinal(id, LIMIT);
            assertThat(task.path("status").asText()).as("status of %s", task).isEqualTo("completed");
            assertThat(effects.count(label)).as("effects of %s", task).isEqualTo(1);
        });
        assertThat(effects.counts().values()).containsOnly(1L);
    }
}
