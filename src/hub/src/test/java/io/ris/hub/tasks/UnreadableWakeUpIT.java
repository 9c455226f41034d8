package io.ris.hub.tasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ris.hub.platform.messaging.WakeUps;
import io.ris.hub.platform.persistence.Store;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.bson.Document;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(ArquillianExtension.class)
class UnreadableWakeUpIT {

    @Inject
    private WakeUps wakeUps;

    @Inject
    private Store store;

    private List<Document> kept(String task) {
        return store.platform()
                .commands()
                .getCollection("dead_messages")
                .find(new Document("properties.task", task))
                .into(new ArrayList<>());
    }

    @ParameterizedTest
    @ValueSource(strings = {"agent", "since", "priority", "tenant"})
    void aMessageThatSaysTooLittleIsKeptWithItsReason(String missing) {
        String task = UUID.randomUUID().toString();
        Map<String, String> said = new HashMap<>(Map.of(
                "tenant",
                "default",
                "agent",
                "nobody",
                "task",
                task,
                "priority",
                "3",
                "since",
                "2026-01-01T00:00:00Z"));
        said.remove(missing);
        wakeUps.tasks(said, 3);
        await().until(() -> kept(task).size() == 1);
        assertThat(kept(task).getFirst().getString("reason")).isEqualTo("it has no " + missing);
        assertThat(kept(task).getFirst().getString("queue")).isEqualTo("ris.tasks");
    }

    @Test
    void aMessageWithATimeThatIsNoneIsKept() {
        String task = UUID.randomUUID().toString();
        wakeUps.tasks(
                Map.of("tenant", "default", "agent", "nobody", "task", task, "priority", "3", "since", "soon"), 3);
        await().until(() -> kept(task).size() == 1);
        assertThat(kept(task).getFirst().getString("reason")).contains("soon");
    }
}
