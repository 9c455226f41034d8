package io.ris.cli.tasks;

import com.fasterxml.jackson.databind.JsonNode;
import io.ris.cli.RefusedException;
import io.ris.cli.hub.HubClient;
import java.util.HashMap;
import java.util.Map;

/** The names of agents, each asked for once. Not thread-safe. */
final class AgentNames {

    private final HubClient hub;
    private final Map<String, String> names = new HashMap<>();

    AgentNames(HubClient hub) {
        this.hub = hub;
    }

    /** The agent's name; its id where it was deleted, or where the user may not see agents. */
    String of(JsonNode task) {
        return names.computeIfAbsent(task.path("client_id").asText(), this::ask);
    }

    private String ask(String id) {
        try {
            return hub.get("/platform/v1/ris/" + id).data().path("name").asText(id);
        } catch (RefusedException nameless) {
            return id;
        }
    }
}
