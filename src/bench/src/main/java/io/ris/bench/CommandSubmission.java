package io.ris.bench;

import com.fasterxml.jackson.databind.JsonNode;
import io.ris.protocol.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Submits {@code uname -a} to agents in turn and waits for the result in the same request. Thread-safe. */
final class CommandSubmission implements TaskLoad.Submission {

    private final HubClient hub;
    private final List<String> bodies;

    CommandSubmission(HubClient hub, List<String> clientIds) throws IOException {
        this.hub = hub;
        List<String> requests = new ArrayList<>();
        for (String clientId : clientIds) {
            requests.add(HubClient.json(Map.of(
                    "client_id",
                    clientId,
                    "async",
                    false,
                    "task",
                    Map.of("type", "command", "command", "uname", "args", List.of("-a")))));
        }
        this.bodies = List.copyOf(requests);
    }

    @Override
    public void submit(int index) throws IOException, InterruptedException {
        requireCompleted(hub.execute(bodies.get(index % bodies.size())));
    }

    private static void requireCompleted(JsonNode task) throws IOException {
        boolean completed = task.path("status").asText().equals("completed")
                && task.path("result").path("exit_code").asInt(-1) == 0;
        if (!completed) {
            throw new IOException("a task did not complete: " + Json.lenient().writeValueAsString(task));
        }
    }
}
