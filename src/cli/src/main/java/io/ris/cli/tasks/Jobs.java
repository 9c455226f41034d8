package io.ris.cli.tasks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.ris.cli.RefusedException;
import io.ris.cli.hub.HubClient;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The hub's jobs. Not thread-safe. */
final class Jobs {

    private static final String PATH = "/platform/v1/jobs";
    private static final Set<String> FINAL = Set.of("completed", "partial", "failed", "cancelled");

    private final HubClient hub;

    Jobs(HubClient hub) {
        this.hub = hub;
    }

    /** Submits a job, once however often the hub must be asked. */
    JsonNode submit(JsonNode request) throws RefusedException {
        return hub.post("/platform/v1/task/execute", request, UUID.randomUUID().toString())
                .data();
    }

    JsonNode read(String id) throws RefusedException {
        return hub.get(path(id)).data();
    }

    JsonNode cancel(String id) throws RefusedException {
        return hub.post(path(id) + "/cancel").data();
    }

    ArrayNode list(Map<String, ? extends @Nullable Object> parameters, int limit) throws RefusedException {
        return hub.list(PATH, parameters, limit);
    }

    /** Its tasks. */
    ArrayNode tasks(String id) throws RefusedException {
        return hub.list("/platform/v1/tasks", Map.of("job_id", id), Integer.MAX_VALUE);
    }

    static String id(JsonNode job) {
        return job.path("job_id").asText();
    }

    static boolean hasEnded(JsonNode job) {
        return FINAL.contains(job.path("status").asText());
    }

    private static String path(String id) {
        return PATH + "/" + HubClient.part(id);
    }
}
