package io.ris.hub.tasks;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.ris.hub.platform.persistence.Store;
import io.ris.hub.testing.HubRest;
import io.ris.protocol.TaskId;
import jakarta.inject.Inject;
import java.util.HashMap;
import java.util.Map;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tasks whose specs cannot be read any more. */
class UnreadableSpecsIT extends TasksOfAnAgent {

    private static final String DAMAGED = "damaged";

    @Inject
    private HubRest rest;

    @Inject
    private Store store;

    private final Map<TaskId, String> whole = new HashMap<>();

    /** What cannot be read cannot be sealed anew either, which others test here. */
    @AfterEach
    void repair() {
        whole.forEach((id, spec) -> change("tasks", id.value(), new Document("spec", spec)));
    }

    private void damage(Task task, String sealed) {
        whole.put(task.taskId(), task.spec());
        change("tasks", task.id(), new Document("spec", sealed));
        repository.noteLate(task, "forgotten by this node's memory", clock.instant());
    }

    private void change(String collection, String id, Document fields) {
        store.ofTenant()
                .commands()
                .getCollection(collection)
                .updateOne(new Document("_id", id), new Document("$set", fields));
    }

    private JsonNode read(Task task) throws Exception {
        HubRest.Answer answer = rest.get("/platform/v1/task/" + task.id());
        assertThat(answer.status()).isEqualTo(200);
        return answer.data();
    }

    @Test
    void isShownWithoutItsSpec() throws Exception {
        Task task = submit();
        assertThat(read(task).path("task").path("command").asText()).isEqualTo("true");
        damage(task, DAMAGED);
        JsonNode shown = read(task);
        assertThat(shown.path("status").asText()).isEqualTo("queued");
        assertThat(shown.has("task")).isFalse();
        HubRest.Answer page = rest.get("/platform/v1/tasks?client_id=" + key.agentId());
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.data().findValuesAsText("task_id")).containsExactly(task.id());
        HubRest.Answer cancelled = rest.post("/platform/v1/task/" + task.id() + "/cancel", "");
        assertThat(cancelled.status()).isEqualTo(202);
        assertThat(cancelled.data().path("status").asText()).isEqualTo("cancelled");
    }
}
