package io.ris.hub.tasks;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.ris.hub.testing.HubRest;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;

class TaskViewsIT extends TasksOfAnAgent {

    @Inject
    private HubRest rest;

    @Test
    void saysWhoseATaskIsAndWhoSubmittedIt() throws Exception {
        String body = "{\"client_id\":\"" + key.agentId() + "\",\"async\":true,"
                + "\"task\":{\"type\":\"command\",\"command\":\"true\"}}";
        JsonNode submitted = rest.post("/platform/v1/task/execute", body).data();
        String me = rest.get("/auth/me").data().path("id").asText();
        assertThat(me).isNotEmpty();
        assertIs(submitted, me);
        assertIs(
                rest.get("/platform/v1/task/" + submitted.path("task_id").asText())
                        .data(),
                me);
        assertIs(
                rest.get("/platform/v1/tasks?client_id=" + key.agentId()).data().path(0), me);
    }

    private static void assertIs(JsonNode task, String user) {
        assertThat(task.path("user_id").asText()).isEqualTo(user);
        assertThat(task.path("tenant_code").asText()).isEqualTo(TENANT.value());
    }
}
